import type { Platform } from '../platform.ts';

/** Any RTMP or RTMPS server. */
export const custom: Platform = {
  id: 'custom',
  name: 'Custom RTMP',
  color: '#5b6472',
  servers: [],
  ownAddress: true,
  testMode: null,
  keyPage: null,
  videoCodecs: null,
  audioOnly: null,
  maxVideoKbps: null,
  maxAudioKbps: null,
  maxKeyFrameSeconds: null,
};
