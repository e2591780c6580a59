import type { Platform } from '../platform.ts';

export const twitch: Platform = {
  id: 'twitch',
  name: 'Twitch',
  color: '#9146ff',
  servers: [
    { name: 'Nearest', address: 'rtmps://ingest.global-contribute.live-video.net/app' },
    { name: 'Nearest, without TLS', address: 'rtmp://ingest.global-contribute.live-video.net/app' },
  ],
  ownAddress: true,
  // https://dev.twitch.tv/docs/video-broadcast/reference
  testMode: { keyQuery: 'bandwidthtest=true', domains: ['live-video.net', 'twitch.tv'] },
  keyPage: 'https://dashboard.twitch.tv/settings/stream',
  videoCodecs: ['avc1'],
  audioOnly: null,
  maxVideoKbps: 6_000,
  maxAudioKbps: 320,
  maxKeyFrameSeconds: 2,
};
