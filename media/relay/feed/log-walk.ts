import { classifyAudio, classifyVideo } from '../media-codec.ts';
import { encodedSizeAt, payloadOffset, TYPE_OFFSET } from '../rtmp/chunk-writer.ts';
import { MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import type { Slab, SlabLog } from './slab-log.ts';

/** End of the first message at or behind `atLeast`, as an offset into the slab; `offset` begins a message. */
export function messageEnd(slab: Slab, offset: number, atLeast: number): number {
  let at = offset;
  while (at < slab.length && at < atLeast) at += encodedSizeAt(slab.bytes, at, OUR_CHUNK_SIZE);
  return at;
}

/** Frames of one kind from `position`, which begins a message, to the head of the log. */
export function countFrames(log: SlabLog, position: number, kind: 'audio' | 'video'): number {
  let frames = 0;
  let at = position;
  for (let slab = log.slabAt(at); slab; slab = log.slabAt(at)) {
    let offset = at - slab.start;
    while (offset < slab.length) {
      if (isFrame(slab.bytes, offset, kind)) frames += 1;
      offset += encodedSizeAt(slab.bytes, offset, OUR_CHUNK_SIZE);
    }
    at = slab.start + slab.length;
  }
  return frames;
}

function isFrame(bytes: Buffer, offset: number, kind: 'audio' | 'video'): boolean {
  if (bytes[offset + TYPE_OFFSET] !== (kind === 'video' ? MESSAGE.video : MESSAGE.audio)) return false;
  const payload = bytes.subarray(payloadOffset(bytes, offset));
  const { role } = kind === 'video' ? classifyVideo(payload) : classifyAudio(payload);
  return role !== 'header';
}
