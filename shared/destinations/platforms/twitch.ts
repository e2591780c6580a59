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
  keyPage: 'https://dashboard.twitch.tv/settings/stream',
  videoCodecs: ['avc1'],
  maxVideoKbps: 6_000,
  maxAudioKbps: 320,
  maxKeyFrameSeconds: 2,
};
