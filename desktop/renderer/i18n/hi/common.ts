import type { Texts } from '../texts.ts';

export const common: Texts['common'] = {
  product: 'Neustream Studio',
  skip: 'सामग्री पर जाएँ',
  cancel: 'रद्द करें',
  close: 'बंद करें',
  save: 'बदलाव सहेजें',
  back: 'पीछे',
  continue: 'आगे बढ़ें',
  copy: 'कॉपी करें',
  copied: 'कॉपी हो गया',
  copy_named: '{{name}} कॉपी करें',
  show: 'दिखाएँ',
  hide: 'छिपाएँ',
  try_again: 'फिर कोशिश करें',
  more: 'और विकल्प',
  more_for: '{{name}} के और विकल्प',
  unlimited: 'असीमित',
  load_more: 'और दिखाएँ',
  print: 'प्रिंट करें',
  notifications: 'सूचनाएँ',
};

export const shell: Texts['shell'] = {
  nav: 'मुख्य',
  sources: 'सोर्स',
  sessions: 'सत्र',
  account: 'खाता',
  on_air: 'प्रसारण में',
  theme: 'थीम',
  theme_system: 'सिस्टम',
  theme_light: 'हल्की',
  theme_dark: 'गहरी',
  language: 'भाषा',
  sign_out: 'साइन आउट',
  your_account: 'आपका खाता',
  shortcuts: 'कीबोर्ड शॉर्टकट',
  shortcuts_text: 'टेक्स्ट फ़ील्ड को छोड़कर कहीं भी ये कुंजियाँ दबाएँ।',
  shortcuts_on: 'कीबोर्ड शॉर्टकट इस्तेमाल करें',
  key_then: 'फिर',
  shortcut_sources: 'सोर्स पर जाएँ',
  shortcut_sessions: 'सत्रों पर जाएँ',
  shortcut_account: 'खाते पर जाएँ',
  shortcut_help: 'यह सूची दिखाएँ',
  shortcut_theme: 'हल्की और गहरी थीम बदलें',
  away_title: 'सर्वर से संपर्क नहीं हो रहा',
  away_text: 'दिख रही जानकारी पुरानी हो सकती है। चल रही स्ट्रीम चलती रहेंगी; यह पेज अपने आप जुड़ जाएगा।',
  not_found_title: 'यह पेज मौजूद नहीं है',
  not_found_text: 'पता गलत हो सकता है, या जो यहाँ था वह हटा दिया गया है।',
  not_found_action: 'अपने सोर्स पर जाएँ',
  crash_title: 'इस पेज ने काम करना बंद कर दिया',
  crash_text: 'यह हमारी गलती है। आपकी स्ट्रीम पर असर नहीं पड़ा। आगे बढ़ने के लिए पेज फिर लोड करें।',
  crash_action: 'पेज फिर लोड करें',
};

export const fault: Texts['fault'] = {
  user: 'आपकी सेटिंग',
  destination: 'प्लैटफ़ॉर्म',
  ours: 'हम',
};

export const errors: Texts['errors'] = {
  OFFLINE: 'सर्वर से कोई जवाब नहीं आया।',
  OFFLINE_action: 'इंटरनेट कनेक्शन जाँचें और फिर कोशिश करें।',
  TIMED_OUT: 'सर्वर ने जवाब देने में बहुत समय लिया।',
  TIMED_OUT_action: 'थोड़ी देर में फिर कोशिश करें।',
  UNREADABLE: 'सर्वर का जवाब यह पेज पढ़ नहीं सका।',
  UNREADABLE_action: 'पेज फिर लोड करें और दोबारा कोशिश करें।',
  retry_after_one: '{{count}} सेकंड में फिर कोशिश करें।',
  retry_after_other: '{{count}} सेकंड में फिर कोशिश करें।',
  reference: 'सहायता के लिए संदर्भ: {{id}}',
};

/** The contract's sentences about fields, by their English text. */
export const fields: Record<string, string> = {
  'The address is too long.': 'पता बहुत लंबा है।',
  'This is not an e-mail address.': 'यह ई-मेल पता नहीं है।',
  'Use at least 10 characters.': 'कम से कम 10 अक्षर लिखें।',
  'Use at most 200 characters.': 'अधिकतम 200 अक्षर लिखें।',
  'Use at most 80 characters.': 'अधिकतम 80 अक्षर लिखें।',
  'Use at most 140 characters.': 'अधिकतम 140 अक्षर लिखें।',
  'Use at most 500 characters.': 'अधिकतम 500 अक्षर लिखें।',
  'Tell us how to call you.': 'बताएँ कि हम आपको क्या कहें।',
  'Type your password.': 'अपना पासवर्ड लिखें।',
  'Give it a name.': 'इसे एक नाम दें।',
  'Give the source a name.': 'सोर्स को एक नाम दें।',
  'The address begins with rtmp:// or rtmps:// and a server name.':
    'पता rtmp:// या rtmps:// और सर्वर के नाम से शुरू होता है।',
  'Paste the stream key of the platform.': 'प्लैटफ़ॉर्म की स्ट्रीम कुंजी चिपकाएँ।',
  'The stream key is too long.': 'स्ट्रीम कुंजी बहुत लंबी है।',
  'A stream key has no spaces in it.': 'स्ट्रीम कुंजी में खाली जगह नहीं होती।',
};
