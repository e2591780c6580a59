import type { Platform } from '../platform.ts';

export const rumble: Platform = {
  id: 'rumble',
  name: 'Rumble',
  color: '#85c742',
  servers: [],
  ownAddress: true,
  testMode: null,
  keyPage: 'https://studio.rumble.com',
  videoCodecs: ['avc1'],
  audioOnly: null,
  maxVideoKbps: 10_000,
  maxAudioKbps: 320,
  maxKeyFrameSeconds: 4,
};
