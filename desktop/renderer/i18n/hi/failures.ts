/** The server's sentences about failures, by code. */
export const failures: Record<string, { message: string; action: string }> = {
  SIGN_IN_FAILED: {
    message: 'पता या पासवर्ड सही नहीं है।',
    action: 'दोनों जाँचें और फिर कोशिश करें।',
  },
  EMAIL_TAKEN: { message: 'इस पते से पहले ही एक खाता है।', action: 'साइन इन करें, या कोई और पता दें।' },
  REGISTRATION_CLOSED: { message: 'अभी नए खाते नहीं बन सकते।', action: 'बाद में फिर कोशिश करें।' },
  TOO_MANY_REQUESTS: { message: 'बहुत सारी कोशिशें हुईं।', action: 'थोड़ी देर में फिर कोशिश करें।' },
  SIGNED_OUT: { message: 'आप साइन आउट हो चुके हैं।', action: 'फिर साइन इन करें।' },
  NOT_FOUND: { message: 'यह नहीं मिला।', action: 'पेज फिर लोड करें; शायद यह हटा दिया गया है।' },
  ALREADY_LIVE: { message: 'यह सोर्स पहले से लाइव है।', action: 'पेज फिर लोड करें।' },
  NOT_LIVE: { message: 'यह सोर्स लाइव नहीं है।', action: 'पेज फिर लोड करें।' },
  SESSION_OVER: { message: 'यह सत्र समाप्त हो चुका है।', action: 'नया सत्र शुरू करने के लिए लाइव जाएँ।' },
  SOURCE_LIVE: { message: 'यह सोर्स लाइव है।', action: 'पहले स्ट्रीम समाप्त करें।' },
  SOURCE_INACTIVE: { message: 'यह सोर्स बंद है।', action: 'पहले इसे चालू करें।' },
  DESTINATION_LIVE: {
    message: 'एक सत्र इस गंतव्य पर भेज रहा है, इसलिए अभी जाँच नहीं हो सकती।',
    action: 'उसकी स्थिति लाइव पेज पर देखें, या सत्र के बाद जाँचें।',
  },
  TEST_UNDER_WAY: {
    message: 'आपकी एक और जाँच अभी चल रही है।',
    action: 'कुछ सेकंड रुकें, फिर इस गंतव्य को जाँचें।',
  },
  TESTS_BUSY: { message: 'अभी बहुत सारे कनेक्शन जाँचे जा रहे हैं।', action: 'कुछ सेकंड बाद फिर कोशिश करें।' },
  NO_MEDIA_NODE: { message: 'अभी कोई मीडिया नोड उपलब्ध नहीं है।', action: 'थोड़ी देर में फिर कोशिश करें।' },
  DATABASE_UNAVAILABLE: { message: 'डेटाबेस जवाब नहीं दे रहा।', action: 'थोड़ी देर में फिर कोशिश करें।' },
  BUSY: { message: 'सर्वर अभी व्यस्त है।', action: 'थोड़ी देर में फिर कोशिश करें।' },
  INTERNAL: { message: 'हमारी ओर कुछ गड़बड़ हुई।', action: 'फिर कोशिश करें; चलता रहे तो सहायता से संपर्क करें।' },
};
