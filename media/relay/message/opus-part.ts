import { packetTypeOf } from './multitrack.ts';

const EX_AUDIO_FORMAT = 9;
const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
const FOUR_CC = 4;

/** A packet of Opus sound, or what an encoder says before the first. */
export interface OpusPart {
  kind: 'header' | 'packet' | 'other';
  body: Buffer;
}

/**
 * What an audio message carries if it is Opus of a single track (Enhanced RTMP v2, ExAudioTagBody); null if it is not.
 */
export function opusPart(payload: Buffer): OpusPart | null {
  if (payload.length === 0 || payload[0]! >> 4 !== EX_AUDIO_FORMAT) return null;
  const found = packetTypeOf(payload);
  if (found === null || payload.toString('latin1', found.at, found.at + FOUR_CC) !== 'Opus') return null;
  const { packetType, at } = found;
  const kind = packetType === SEQUENCE_START ? 'header' : packetType === CODED_FRAMES ? 'packet' : 'other';
  return { kind, body: payload.subarray(at + FOUR_CC) };
}
