import { hash } from 'node:crypto';
import { readTracks, type TrackKind } from '../message/multitrack.ts';

/** How one track is encoded. */
interface TrackFormat {
  codec: string | null;
  /**
   * Digest of what decoders are set up with: parameter sets, or the sound's configuration. Null where a codec has none.
   */
  config: string | null;
}

const SEQUENCE_START = 0;
const MPEG2TS_SEQUENCE_START = 5;
const EX_VIDEO = 0x80;
const EX_AUDIO_FORMAT = 9;
const FOUR_CC_END = 5;
/** Packet type and composition time follow the first byte of H.264 in its old form. */
const LEGACY_VIDEO_HEADER = 5;
const LEGACY_AUDIO_HEADER = 2;
/** "No spectral band replication", which some encoders add to a configuration that says so by itself (ISO 14496-3, 1.6.5). */
const NO_SBR = Buffer.from([0x56, 0xe5, 0x00]);

/**
 * The formats that a session's destinations were given, over all its inputs. A decoder that was set up for one is lost
 * when the publish goes on in another.
 */
export class Format {
  readonly #known = new Map<string, TrackFormat>();

  /**
   * Takes a codec header.
   * @returns the tracks whose format is now another than before; a track that is new is not among them
   */
  header(kind: TrackKind, payload: Buffer, codec: string | null): number[] {
    return configsOf(kind, payload, codec)
      .filter(({ track, ...format }) => this.#replace(`${kind}:${track}`, format))
      .map(({ track }) => track);
  }

  /** Takes the codec of a frame, for codecs without headers. Returns true when it is another than before. */
  codec(kind: TrackKind, track: number, codec: string): boolean {
    const key = `${kind}:${track}`;
    const known = this.#known.get(key);
    return known?.codec !== codec && this.#replace(key, { codec, config: null });
  }

  /** Nothing of this kind was ever sent. */
  lacks(kind: TrackKind): boolean {
    return ![...this.#known.keys()].some((key) => key.startsWith(kind));
  }

  #replace(key: string, { codec, config }: TrackFormat): boolean {
    const known = this.#known.get(key);
    const same = known !== undefined && known.codec === codec && known.config === config;
    if (!same) this.#known.set(key, { codec, config });
    return known !== undefined && !same;
  }
}

/** What a codec header says of each of its tracks; nothing for headers that set up no decoder, such as colours. */
function configsOf(
  kind: TrackKind,
  payload: Buffer,
  codec: string | null,
): (TrackFormat & { track: number })[] {
  const tracks = readTracks(payload, kind);
  if (tracks.length > 0) {
    return tracks
      .filter(({ packetType }) => setsUp(packetType))
      .map(({ track, codec: of, body }) => ({ track, codec: of, config: digestOf(body, of) }));
  }
  const first = payload[0] ?? 0;
  const enhanced = kind === 'video' ? (first & EX_VIDEO) !== 0 : first >> 4 === EX_AUDIO_FORMAT;
  if (enhanced && !setsUp(first & 0x0f)) return [];
  const legacy = kind === 'video' ? LEGACY_VIDEO_HEADER : LEGACY_AUDIO_HEADER;
  return [{ track: 0, codec, config: digestOf(payload.subarray(enhanced ? FOUR_CC_END : legacy), codec) }];
}

function setsUp(packetType: number): boolean {
  return packetType === SEQUENCE_START || packetType === MPEG2TS_SEQUENCE_START;
}

/** Encoders may send configurations of any size, and of many tracks: what is remembered of each is small. */
function digestOf(config: Buffer, codec: string | null): string {
  const redundant = codec === 'mp4a' && config.subarray(-NO_SBR.length).equals(NO_SBR);
  return hash('sha256', redundant ? config.subarray(0, -NO_SBR.length) : config, 'base64');
}
