import type { MediaKind } from '../message/media-message.ts';
import { isMultitrack } from '../message/multitrack.ts';
import { encodedSize, encodeMessage, writeMessage } from '../rtmp/chunk-writer.ts';
import { CHUNK_STREAM, MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { type Cut, type CutChoice, LOG_STREAM_ID, sizeBound, type View } from './cut.ts';
import { Rate } from './rate.ts';
import { type Slab, SlabLog } from './slab-log.ts';
import { Views } from './views.ts';

const TYPES: Record<MediaKind, number> = {
  audio: MESSAGE.audio,
  video: MESSAGE.video,
  data: MESSAGE.dataAmf0,
};

/** A session's messages as RTMP chunks, each encoded once, and what outputs make of them. */
export class MediaLog {
  readonly slabs = new SlabLog();
  readonly #onOpened: () => void;
  readonly #rate = new Rate();
  readonly #views = new Views();

  /** `onOpened` is called whenever another slab is begun: old ones may be released then. */
  constructor(onOpened: () => void) {
    this.#onOpened = onOpened;
  }

  /** Bytes that a ms of the line takes, over the last few seconds; 0 while unknown. */
  get bytesPerMs(): number {
    return this.#rate.perMs;
  }

  /** @param timestamp ms on the session's line */
  append(kind: MediaKind, timestamp: number, payload: Buffer): void {
    const size = encodedSize(payload.length, timestamp, OUR_CHUNK_SIZE);
    const { slab, opened } = this.slabs.reserve(size);
    writeMessage(slab.bytes, slab.length, chunked(kind, timestamp, payload), OUR_CHUNK_SIZE);
    this.slabs.commit(slab, size);
    if (kind !== 'data' && isMultitrack(payload, 0, kind)) this.#views.singleFrom = this.slabs.head;
    if (opened) this.#onOpened();
    this.#rate.reached(timestamp, this.slabs.head);
  }

  /** What outputs of this choice write; `giveBack` it when it is no longer used. */
  cut(choice: CutChoice): Cut {
    return this.#views.take(choice);
  }

  giveBack(cut: Cut): void {
    this.#views.giveBack(cut);
  }

  /** What lies in `slab` from `position` on, whole messages only. Outputs at the same position share one view. */
  view(slab: Slab, position: number, cut: Cut): View {
    return this.#views.of(slab, position, cut);
  }
}

/** One message outside the log as an output of this cut gets it. */
export function cutMessage(
  cut: Cut,
  { kind, timestamp, payload }: { kind: MediaKind; timestamp: number; payload: Buffer },
): Buffer {
  const bytes = encodeMessage(chunked(kind, timestamp, payload), OUR_CHUNK_SIZE);
  const target = Buffer.allocUnsafe(sizeBound(bytes.length));
  return target.subarray(0, cut.write(target, 0, { bytes, at: 0 }));
}

function chunked(kind: MediaKind, timestamp: number, payload: Buffer) {
  return { chunkStream: CHUNK_STREAM[kind], type: TYPES[kind], timestamp, streamId: LOG_STREAM_ID, payload };
}
