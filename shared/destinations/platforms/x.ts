import type { Platform } from '../platform.ts';

export const x: Platform = {
  id: 'x',
  name: 'X',
  color: '#0f1419',
  servers: [
    { name: 'Europe', address: 'rtmps://de.pscp.tv:443/x' },
    { name: 'United States, east', address: 'rtmps://va.pscp.tv:443/x' },
    { name: 'United States, west', address: 'rtmps://ca.pscp.tv:443/x' },
  ],
  ownAddress: true,
  testMode: null,
  keyPage: 'https://studio.x.com/producer/sources',
  videoCodecs: ['avc1'],
  audioOnly: null,
  maxVideoKbps: 12_000,
  maxAudioKbps: 128,
  maxKeyFrameSeconds: 3,
};
