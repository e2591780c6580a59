import type { Platform } from '../platform.ts';

export const x: Platform = {
  id: 'x',
  name: 'X',
  color: '#0f1419',
  // The regions that its Media Studio offers; each answers rtmp:// on port 80, too.
  servers: [
    { name: 'Europe', address: 'rtmps://de.pscp.tv:443/x' },
    { name: 'Europe, France', address: 'rtmps://fr.pscp.tv:443/x' },
    { name: 'Europe, Ireland', address: 'rtmps://ie.pscp.tv:443/x' },
    { name: 'United States, east', address: 'rtmps://va.pscp.tv:443/x' },
    { name: 'United States, west', address: 'rtmps://ca.pscp.tv:443/x' },
    { name: 'India', address: 'rtmps://in.pscp.tv:443/x' },
    { name: 'Japan', address: 'rtmps://jp.pscp.tv:443/x' },
    { name: 'Korea', address: 'rtmps://kr.pscp.tv:443/x' },
    { name: 'Singapore', address: 'rtmps://sg.pscp.tv:443/x' },
    { name: 'Australia', address: 'rtmps://au.pscp.tv:443/x' },
    { name: 'Brazil', address: 'rtmps://br.pscp.tv:443/x' },
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
