import { isMultitrack, singleTrack } from '../message/multitrack.ts';
import {
  EXTENDED_MARK,
  encodedSizeAt,
  payloadOffset,
  STREAM_ID_OFFSET,
  writeMessage,
} from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { payloadAt, timestampAt, typeAt } from './log-walk.ts';
import type { Slab } from './slab-log.ts';

/** The stream id that the log is encoded with: what almost every server answers to createStream. */
export const LOG_STREAM_ID = 1;
const TWO_POW_32 = 0x1_0000_0000;
/** Data that belongs to less than this before a destination's first frame, in ms, is stamped 0. */
const EARLY_MS = 60_000;
/** Memory that a cut keeps for its next view, in bytes: more than arrives between two writes. */
const KEPT_BYTES = 64 * 1024;

/** What one destination gets of the log. Outputs that choose the same share the work. */
export interface CutChoice {
  /** The sound track that is sent, as the encoder numbers it; `all` sends every track of sound and picture. */
  soundTrack: number | 'all';
  /** What is 0 at this destination, in ms on the session's line. */
  base: number;
  /** The stream id that the destination assigned. */
  streamId: number;
}

/** Memory that must not be written to again while a write in flight reads from it. */
export interface Borrowed {
  borrowed: number;
}

/** Bytes to write, and how much of the log they stand for. */
export interface View {
  bytes: Buffer;
  length: number;
  /** Of its first message on the session's line, in ms modulo 2^32. */
  timestamp: number;
  memory: Borrowed;
}

/** Makes what lies in the log into what a destination of this choice gets. */
export class Cut {
  readonly choice: CutChoice;
  /** The log is right as it is, as far as its messages carry no track numbers. */
  readonly plain: boolean;
  /** Outputs that use it. */
  users = 0;
  #last: { slab: Slab; from: number; view: View } | null = null;
  #memory: Borrowed & { bytes: Buffer } = { bytes: Buffer.alloc(0), borrowed: 0 };

  constructor(choice: CutChoice) {
    const { soundTrack, base, streamId } = choice;
    this.choice = choice;
    this.plain = base === 0 && streamId === LOG_STREAM_ID && (soundTrack === 'all' || soundTrack === 0);
  }

  /** What lies between two offsets of the slab. Outputs that ask for the same in one turn share the answer. */
  view(slab: Slab, from: number, to: number): View {
    const last = this.#last;
    if (last && last.slab === slab && last.from === from && last.view.length === to - from) return last.view;
    const memory = this.#roomFor(sizeBound(to - from));
    let end = 0;
    for (let at = from; at < to; at += encodedSizeAt(slab.bytes, at, OUR_CHUNK_SIZE)) {
      end = this.write(memory.bytes, end, { bytes: slab.bytes, at });
    }
    const view: View = {
      bytes: memory.bytes.subarray(0, end),
      length: to - from,
      timestamp: timestampAt(slab.bytes, from),
      memory,
    };
    this.#last = { slab, from, view };
    return view;
  }

  /**
   * Writes the message at `at` as this destination gets it; it takes no more than `sizeBound` of its size.
   * @returns the offset after it: the same one when the destination does not get this message
   */
  write(target: Buffer, offset: number, { bytes, at }: { bytes: Buffer; at: number }): number {
    const { soundTrack } = this.choice;
    const type = typeAt(bytes, at);
    const kind = type === MESSAGE.audio ? 'audio' : type === MESSAGE.video ? 'video' : null;
    if (kind === null || soundTrack === 'all') return this.#pass(target, offset, { bytes, at });
    const track = kind === 'audio' ? soundTrack : 0;
    if (!isMultitrack(bytes, payloadOffset(bytes, at), kind)) {
      return track === 0 ? this.#pass(target, offset, { bytes, at }) : offset;
    }
    const payload = singleTrack(payloadAt(bytes, at), kind, track);
    return payload === null ? offset : this.#encode(target, offset, { bytes, at, payload });
  }

  #pass(target: Buffer, offset: number, { bytes, at }: { bytes: Buffer; at: number }): number {
    const timestamp = timestampAt(bytes, at);
    const placed = this.#placed(timestamp);
    if (timestamp >= EXTENDED_MARK || placed >= EXTENDED_MARK) {
      return this.#encode(target, offset, { bytes, at, payload: payloadAt(bytes, at) });
    }
    const size = encodedSizeAt(bytes, at, OUR_CHUNK_SIZE);
    bytes.copy(target, offset, at, at + size);
    target.writeUIntBE(placed, offset + 1, 3);
    target.writeUInt32LE(this.choice.streamId, offset + STREAM_ID_OFFSET);
    return offset + size;
  }

  #encode(
    target: Buffer,
    offset: number,
    { bytes, at, payload }: { bytes: Buffer; at: number; payload: Buffer },
  ): number {
    const { streamId } = this.choice;
    const timestamp = this.#placed(timestampAt(bytes, at));
    const message = { chunkStream: bytes[at]!, type: typeAt(bytes, at), timestamp, streamId, payload };
    return writeMessage(target, offset, message, OUR_CHUNK_SIZE);
  }

  #placed(timestamp: number): number {
    const moved = (timestamp - (this.choice.base % TWO_POW_32) + TWO_POW_32) % TWO_POW_32;
    return moved > TWO_POW_32 - EARLY_MS ? 0 : moved;
  }

  #roomFor(size: number): Borrowed & { bytes: Buffer } {
    const kept = this.#memory;
    if (kept.borrowed === 0 && kept.bytes.length >= size) return kept;
    const memory = { bytes: Buffer.allocUnsafeSlow(Math.max(size, KEPT_BYTES)), borrowed: 0 };
    if (size <= KEPT_BYTES) this.#memory = memory;
    return memory;
  }
}

/** The most that this many bytes of the log can become: a header of 12 bytes may get 4 more for its timestamp. */
export function sizeBound(bytes: number): number {
  return bytes + Math.ceil(bytes / 3) + 16;
}
