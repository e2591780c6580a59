import type { Platform } from '../platform.ts';

export const kick: Platform = {
  id: 'kick',
  name: 'Kick',
  color: '#53fc18',
  servers: [{ name: 'Kick', address: 'rtmps://fa723fc1b171.global-contribute.live-video.net/app' }],
  ownAddress: true,
  testMode: null,
  keyPage: 'https://dashboard.kick.com/stream',
  videoCodecs: ['avc1'],
  audioOnly: null,
  maxVideoKbps: 8_000,
  maxAudioKbps: 320,
  maxKeyFrameSeconds: 2,
};
