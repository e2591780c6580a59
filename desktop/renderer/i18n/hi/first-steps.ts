import type { Texts } from '../texts.ts';

export const welcome: Texts['welcome'] = {
  title: 'अपनी स्ट्रीम तैयार करें',
  name_title: 'सोर्स का नाम',
  name_text: 'सोर्स आपकी एक स्ट्रीम है। नाम कभी भी बदल सकते हैं।',
  encoder_title: 'एन्कोडर जोड़ें',
  encoder_text: 'इन्हें अपने एन्कोडर में चिपकाएँ। कुंजी केवल एक बार दिखती है, इसलिए इसे पासवर्ड की तरह सँभालें।',
  destinations_title: 'कहाँ भेजना है',
  destinations_text: 'कम से कम एक गंतव्य जोड़ें। और कभी भी जोड़ सकते हैं, लाइव रहते हुए भी।',
  finish: 'लाइव पेज खोलें',
  finish_live: 'लाइव जाएँ',
  steps: 'चरण',
};
