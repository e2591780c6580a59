export const welcome = {
  title: 'Set up your stream',
  name_title: 'Name your source',
  name_text: 'A source is one of your streams. You can rename it at any time.',
  encoder_title: 'Connect your encoder',
  encoder_text:
    'Paste these into your encoder. The key is shown only once. Keep it to yourself, like a password.',
  destinations_title: 'Choose where it goes',
  destinations_text: 'Add at least one destination. You can add more at any time, even while live.',
  finish: 'Open the live page',
  finish_live: 'Go live',
  steps: 'Steps',
} as const;
