import { classifyAudio, classifyVideo } from '../message/media-codec.ts';
import { EXTENDED_MARK, encodedSizeAt, payloadOffset, TYPE_OFFSET } from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import type { Slab, SlabLog } from './slab-log.ts';

/** End of the first message at or behind `atLeast`, as an offset into the slab; `offset` begins a message. */
export function messageEnd(slab: Slab, offset: number, atLeast: number): number {
  let at = offset;
  while (at < slab.length && at < atLeast) at += encodedSizeAt(slab.bytes, at, OUR_CHUNK_SIZE);
  return at;
}

/** RTMP type of the message at `at`. */
export function typeAt(bytes: Buffer, at: number): number {
  return bytes[at + TYPE_OFFSET]!;
}

/** Timestamp of the message at `at`, in ms modulo 2^32. */
export function timestampAt(bytes: Buffer, at: number): number {
  const short = bytes.readUIntBE(at + 1, 3);
  return short === EXTENDED_MARK ? bytes.readUInt32BE(payloadOffset(bytes, at) - 4) : short;
}

/** Payload of the message at `at`: a view of it, or a copy when it lies in several chunks. */
export function payloadAt(bytes: Buffer, at: number): Buffer {
  const length = bytes.readUIntBE(at + 4, 3);
  let from = payloadOffset(bytes, at);
  if (length <= OUR_CHUNK_SIZE) return bytes.subarray(from, from + length);
  const between = isExtended(bytes, at) ? 5 : 1;
  const payload = Buffer.allocUnsafe(length);
  for (let taken = 0; taken < length; ) {
    const next = Math.min(OUR_CHUNK_SIZE, length - taken);
    bytes.copy(payload, taken, from, from + next);
    taken += next;
    from += next + between;
  }
  return payload;
}

/**
 * Calls back with each message from `position`, which begins one, to `end`, until `visit` returns false.
 * @returns the position after the last message visited
 */
export function eachMessage(
  log: SlabLog,
  { position, end }: { position: number; end: number },
  visit: (bytes: Buffer, at: number) => boolean,
): number {
  let at = position;
  for (let slab = log.slabAt(at); slab && at < end; slab = log.slabAt(at)) {
    const stop = Math.min(slab.length, end - slab.start);
    for (let offset = at - slab.start; offset < stop; ) {
      const next = offset + encodedSizeAt(slab.bytes, offset, OUR_CHUNK_SIZE);
      if (!visit(slab.bytes, offset)) return slab.start + next;
      offset = next;
    }
    at = slab.start + stop;
  }
  return at;
}

/** Frames of one kind from `position`, which begins a message, to the head of the log. */
export function countFrames(log: SlabLog, position: number, kind: 'audio' | 'video'): number {
  let frames = 0;
  eachMessage(log, { position, end: log.head }, (bytes, at) => {
    if (isFrame(bytes, at, kind)) frames += 1;
    return true;
  });
  return frames;
}

function isFrame(bytes: Buffer, offset: number, kind: 'audio' | 'video'): boolean {
  if (typeAt(bytes, offset) !== (kind === 'video' ? MESSAGE.video : MESSAGE.audio)) return false;
  const payload = bytes.subarray(payloadOffset(bytes, offset));
  const { role, track } = kind === 'video' ? classifyVideo(payload) : classifyAudio(payload);
  return role !== 'header' && track === 0;
}

function isExtended(bytes: Buffer, at: number): boolean {
  return bytes.readUIntBE(at + 1, 3) === EXTENDED_MARK;
}
