import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { classifyAudio, classifyVideo, type MediaClass } from '../media-codec.ts';
import type { MediaKind, MediaMessage } from '../media-message.ts';
import { encodedSize, encodeMessage, writeMessage } from '../rtmp/chunk-writer.ts';
import { CHUNK_STREAM, MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { CodecHeaders } from './codec-headers.ts';
import { publishedData } from './data-message.ts';
import { countFrames, messageEnd } from './log-walk.ts';
import { type MediaFacts, metadataFacts, NO_MEDIA_FACTS } from './media-facts.ts';
import { type Slab, SlabLog } from './slab-log.ts';
import { Timeline } from './timeline.ts';

/** The stream id that the log is encoded with: what almost every server answers to createStream. */
export const LOG_STREAM_ID = 1;
/**
 * A group of pictures larger than this, in bytes, is not kept for joining outputs: they wait for the next key frame.
 */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;
/** Handed at once to an output that is behind, in bytes: small enough to show progress on a slow line. */
const VIEW_BYTES = 128 * 1024;
/** Sound further than this from the key frame, in ms, says nothing about where a joining output's sound begins. */
const NEAR_MS = 1000;
/** A frame rate is not measured over less than this, in ms, because timestamps are whole milliseconds. */
const SHORTEST_GROUP_MS = 200;
const TYPES: Record<MediaKind, number> = {
  audio: MESSAGE.audio,
  video: MESSAGE.video,
  data: MESSAGE.dataAmf0,
};

/** A place where an output can join. */
export interface JoinPoint {
  position: number;
  /** Frames that lie before it in this session: the difference between two is what was skipped. */
  frames: number;
  /** Timestamps for codec headers, chosen so that no later frame goes back in time. */
  audioTimestamp: number;
  videoTimestamp: number;
}

/** What the feed asks of each of its readers. */
export interface FeedReader {
  /** Oldest position it still needs; Infinity when none. */
  readonly needs: number;
  /** Takes what is new. */
  pump(): void;
}

/**
 * The media of one session, encoded to RTMP chunks once and read by every output from the same memory. Inputs push,
 * outputs pump from their own cursors; a slow one costs the others nothing.
 */
export class Feed {
  readonly log = new SlabLog();
  /** Bytes of media received since the session began. */
  bytesReceived = 0;
  /** Frames per second, rounded, over the last whole group of pictures of this input; null before there is one. */
  frameRate: number | null = null;
  /** Frames appended: video frames, or audio frames while there is no video. */
  frames = 0;
  readonly #clock: Clock;
  readonly #timeline = new Timeline();
  readonly #headers = new CodecHeaders();
  readonly #readers: FeedReader[] = [];
  readonly #watchers = new Set<() => void>();
  #facts: MediaFacts = NO_MEDIA_FACTS;
  #hasInput = false;
  #hasVideo = false;
  #keySeen = false;
  #lastKey: JoinPoint | null = null;
  #lastAudio = 0;
  #view: { slab: Slab; from: number; to: number; bytes: Buffer } | null = null;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  get hasInput(): boolean {
    return this.#hasInput;
  }

  get hasVideo(): boolean {
    return this.#hasVideo;
  }

  facts(): MediaFacts {
    return this.#facts;
  }

  /** A publisher attached: its codec headers replace the old ones, and its timestamps carry on from here. */
  beginInput(): void {
    this.#timeline.beginInput();
    this.#headers.clear();
    this.#facts = NO_MEDIA_FACTS;
    this.#hasVideo = false;
    this.#keySeen = false;
    this.#lastKey = null;
    this.frameRate = null;
    this.#setInput(true);
  }

  /** The publisher is gone. Outputs stay as they are. */
  endInput(): void {
    this.#setInput(false);
  }

  /** Calls back whenever an input begins or ends. Returns a function that stops this. */
  watchInput(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Appends one message, copying its payload. Outputs get it with the next `flush`. */
  push(message: MediaMessage): void {
    const { kind, payload } = message;
    this.bytesReceived += payload.length;
    if (payload.length === 0) return;
    if (kind === 'data') this.#pushData(message);
    else if (kind === 'audio') this.#pushAudio(message, classifyAudio(payload));
    else this.#pushVideo(message, classifyVideo(payload));
  }

  /** Lets every output take what is new: one write each. */
  flush(): void {
    for (const reader of this.#readers) reader.pump();
  }

  addReader(reader: FeedReader): void {
    this.#readers.push(reader);
  }

  removeReader(reader: FeedReader): void {
    const index = this.#readers.indexOf(reader);
    if (index >= 0) this.#readers.splice(index, 1);
  }

  /** Where an output that must not see anything before `from` can join now; null: wait for the next key frame. */
  joinPoint(from: number): JoinPoint | null {
    if (this.#hasVideo) return this.#lastKey && this.#lastKey.position >= from ? this.#lastKey : null;
    const timestamp = this.#timeline.latest;
    const { frames } = this;
    return { position: this.log.head, frames, audioTimestamp: timestamp, videoTimestamp: timestamp };
  }

  /** Metadata and codec headers for an output joining at `point`, as chunks. */
  preamble(point: JoinPoint): Buffer {
    const chunks = this.#headers.all().map(({ kind, payload }) => {
      const timestamp = kind === 'audio' ? point.audioTimestamp : point.videoTimestamp;
      const message = { chunkStream: CHUNK_STREAM[kind], type: TYPES[kind], streamId: LOG_STREAM_ID };
      return encodeMessage({ ...message, timestamp, payload }, OUR_CHUNK_SIZE);
    });
    return Buffer.concat(chunks);
  }

  /** What lies in `slab` from `position` on, whole messages only. Outputs at the same position share one view. */
  view(slab: Slab, position: number): Buffer {
    const from = position - slab.start;
    const to = slab.length - from <= VIEW_BYTES ? slab.length : messageEnd(slab, from, from + VIEW_BYTES);
    const last = this.#view;
    if (last && last.slab === slab && last.from === from && last.to === to) return last.bytes;
    const bytes = slab.bytes.subarray(from, to);
    this.#view = { slab, from, to, bytes };
    return bytes;
  }

  /** Frames from `position`, which begins a message, to the head. */
  framesBehind(position: number): number {
    return countFrames(this.log, position, this.#hasVideo ? 'video' : 'audio');
  }

  #setInput(present: boolean): void {
    this.#hasInput = present;
    for (const watcher of [...this.#watchers]) watcher();
  }

  #pushData({ timestamp, payload }: MediaMessage): void {
    const data = publishedData(payload);
    if (!data) return;
    if (data.metadata) {
      this.#headers.keepMetadata(data.payload);
      this.#facts = { ...this.#facts, ...metadataFacts(data.payload) };
    }
    this.#append('data', timestamp, data.payload);
  }

  #pushAudio({ timestamp, payload }: MediaMessage, { role, codec, headerKey }: MediaClass): void {
    if (codec !== this.#facts.audioCodec && codec) this.#facts = { ...this.#facts, audioCodec: codec };
    if (role === 'header') this.#keepHeader(headerKey, { kind: 'audio', timestamp, payload });
    if (!this.#hasVideo) this.frames += 1;
    this.#lastAudio = this.#append('audio', timestamp, payload);
  }

  #pushVideo({ timestamp, payload }: MediaMessage, { role, codec, headerKey }: MediaClass): void {
    this.#hasVideo = true;
    if (codec !== this.#facts.videoCodec && codec) this.#facts = { ...this.#facts, videoCodec: codec };
    if (role === 'header') this.#keepHeader(headerKey, { kind: 'video', timestamp, payload });
    if (role === 'key') this.#keySeen = true;
    // Nothing of a new input can be decoded before its first key frame.
    else if (!this.#keySeen && role === 'frame') return;
    const { head } = this.log;
    const { frames } = this;
    const placed = this.#append('video', timestamp, payload);
    if (role === 'header') return;
    this.frames += 1;
    if (role !== 'key') return;
    this.frameRate = frameRateOf(this.#lastKey, { frames, timestamp: placed }) ?? this.frameRate;
    const audioTimestamp = placed - this.#lastAudio < NEAR_MS ? Math.min(this.#lastAudio, placed) : placed;
    this.#lastKey = { position: head, frames, audioTimestamp, videoTimestamp: placed };
  }

  #keepHeader(key: string, message: MediaMessage): void {
    // An output that joins before the next key frame would get the new header for old frames.
    if (this.#headers.keep(key, message)) this.#lastKey = null;
  }

  #append(kind: MediaKind, timestamp: number, payload: Buffer): number {
    const placed = this.#timeline.place(kind, timestamp, this.#clock());
    const size = encodedSize(payload.length, placed, OUR_CHUNK_SIZE);
    const { slab, opened } = this.log.reserve(size);
    const chunkStream = CHUNK_STREAM[kind];
    const chunked = { chunkStream, type: TYPES[kind], timestamp: placed, streamId: LOG_STREAM_ID, payload };
    writeMessage(slab.bytes, slab.length, chunked, OUR_CHUNK_SIZE);
    this.log.commit(slab, size);
    if (opened) this.#releaseUnneeded();
    return placed;
  }

  #releaseUnneeded(): void {
    const { head } = this.log;
    if (this.#lastKey && head - this.#lastKey.position > MAX_GROUP_BYTES) this.#lastKey = null;
    let needed = this.#lastKey?.position ?? head;
    for (const reader of this.#readers) needed = Math.min(needed, reader.needs);
    this.log.release(needed);
  }
}

/** Null where there is too little to measure, such as a stream of key frames only. */
function frameRateOf(from: JoinPoint | null, to: { frames: number; timestamp: number }): number | null {
  const ms = from === null ? 0 : to.timestamp - from.videoTimestamp;
  if (from === null || ms < SHORTEST_GROUP_MS) return null;
  return Math.round(((to.frames - from.frames) * 1000) / ms);
}
