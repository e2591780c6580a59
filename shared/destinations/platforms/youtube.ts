import type { Platform } from '../platform.ts';

export const youtube: Platform = {
  id: 'youtube',
  name: 'YouTube',
  color: '#ff0033',
  servers: [
    { name: 'Primary', address: 'rtmps://a.rtmps.youtube.com:443/live2' },
    { name: 'Backup', address: 'rtmps://b.rtmps.youtube.com:443/live2?backup=1' },
  ],
  ownAddress: false,
  testMode: null,
  keyPage: 'https://studio.youtube.com/channel/UC/livestreaming',
  videoCodecs: ['avc1', 'hvc1', 'av01'],
  audioOnly: null,
  maxVideoKbps: 12_000,
  maxAudioKbps: 320,
  maxKeyFrameSeconds: 4,
};
