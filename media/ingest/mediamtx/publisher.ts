import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { encoderName } from '../../relay/public.ts';
import type { Tracks } from '../codecs.ts';
import type { PublisherFacts } from '../ingest.ts';
import type { MtxPath } from './api.external.ts';

/** MediaMTX's names of codecs, and ours. */
const VIDEO: Readonly<Record<string, string>> = {
  H264: 'avc1',
  H265: 'hvc1',
  AV1: 'av01',
  VP8: 'vp08',
  VP9: 'vp09',
  'MPEG-4 Video': 'MPEG-4',
  'MPEG-1/2 Video': 'MPEG-2',
  'M-JPEG': 'M-JPEG',
};
const AUDIO: Readonly<Record<string, string>> = {
  'MPEG-4 Audio': 'mp4a',
  'MPEG-1/2 Audio': '.mp3',
  AC3: 'ac-3',
  FLAC: 'fLaC',
};
/** Captions and the like, which are silently ignored. */
const DATA = ['KLV', 'Generic'];

const PROTOCOLS: Readonly<Record<string, IngestProtocol>> = {
  rtmpConn: 'rtmp',
  rtmpsConn: 'rtmps',
  srtConn: 'srt',
  webRTCSession: 'whip',
};

/** How the path's publisher connected. */
export function protocolOf(path: MtxPath): IngestProtocol | null {
  return path.source === null ? null : (PROTOCOLS[path.source.type] ?? null);
}

/** The codecs that a path's publisher sends. */
export function tracksOf(path: MtxPath): Tracks {
  const codecs = path.tracks2.map((track) => track.codec).filter((codec) => !DATA.includes(codec));
  return {
    video: codecs.flatMap((codec) => VIDEO[codec] ?? []),
    audio: codecs.filter((codec) => VIDEO[codec] === undefined).map((codec) => AUDIO[codec] ?? codec),
  };
}

/** What a path says about its publisher. */
export function publisherFacts(path: MtxPath, encoder: string | null): PublisherFacts {
  const { video, audio } = tracksOf(path);
  const size = path.tracks2.find((track) => VIDEO[track.codec] !== undefined)?.codecProps;
  return {
    protocol: protocolOf(path),
    encoder: encoderName(encoder),
    videoCodec: video[0] ?? null,
    audioCodec: audio[0] ?? null,
    width: size?.width || null,
    height: size?.height || null,
    bytesReceived: path.inboundBytes,
  };
}
