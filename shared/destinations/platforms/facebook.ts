import type { Platform } from '../platform.ts';

export const facebook: Platform = {
  id: 'facebook',
  name: 'Facebook',
  color: '#0866ff',
  servers: [{ name: 'Facebook Live', address: 'rtmps://rtmp-api.facebook.com:443/rtmp' }],
  ownAddress: false,
  testMode: null,
  keyPage: 'https://www.facebook.com/live/producer',
  videoCodecs: ['avc1'],
  audioOnly: null,
  maxVideoKbps: 9_000,
  maxAudioKbps: 256,
  maxKeyFrameSeconds: 4,
};
