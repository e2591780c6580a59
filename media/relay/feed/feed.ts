import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { classifyAudio, classifyVideo, type MediaClass } from '../media-codec.ts';
import type { MediaKind, MediaMessage } from '../media-message.ts';
import { isMultitrack, readTracks, type TrackKind } from '../multitrack.ts';
import { encodedSize, encodeMessage, writeMessage } from '../rtmp/chunk-writer.ts';
import { CHUNK_STREAM, MESSAGE, OUR_CHUNK_SIZE } from '../rtmp/message-types.ts';
import { CodecHeaders } from './codec-headers.ts';
import { type Cut, type CutChoice, LOG_STREAM_ID, sizeBound, type View } from './cut.ts';
import { publishedData } from './data-message.ts';
import { Format } from './format.ts';
import { countFrames } from './log-walk.ts';
import { type MediaFacts, metadataFacts, NO_MEDIA_FACTS } from './media-facts.ts';
import { Rate } from './rate.ts';
import { SILENCE_AFTER_MS, SILENCE_HEADER, SILENT_FRAME, Silence } from './silence.ts';
import { type Slab, SlabLog } from './slab-log.ts';
import { Timeline } from './timeline.ts';
import { Views } from './views.ts';

/**
 * A group of pictures larger than this, in bytes, is not kept for joining outputs: they wait for the next key frame.
 */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;
/** Sound further than this from the key frame, in ms, says nothing about where a joining output's sound begins. */
const NEAR_MS = 1000;
/** A session's first key frame within this much of its line, in ms, is where the line begins. */
const NEAR_START_MS = 3000;
/** A frame rate is not measured over less than this, in ms, because timestamps are whole milliseconds. */
const SHORTEST_GROUP_MS = 200;
/** Where the header of silence, and of sound in its old form, is kept. */
const PLAIN_SOUND = 'audio:0';
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
  /** What a publish that begins here counts from, in ms: those of the session's start share the log's own count. */
  base: number;
}

/** What the feed asks of each of its readers. */
export interface FeedReader {
  /** Oldest position it still needs; Infinity when none. */
  readonly needs: number;
  /** Takes what is new. */
  pump(): void;
  /** What follows is encoded otherwise than what was sent of this track: decoders would be lost. */
  formatChanged(kind: TrackKind, track: number): void;
}

/**
 * What the feed noticed of its input. `silent`: it has no sound, so silence is added; `changed`: it is encoded otherwise
 * than what destinations were sent in this session.
 */
export type FeedEvent = 'silent' | 'changed';

export interface FeedOptions {
  clock: Clock;
  onEvent?: ((event: FeedEvent) => void) | undefined;
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
  /** The input has no sound: silence is added on its line. */
  silenceAdded = false;
  readonly #options: FeedOptions;
  readonly #timeline = new Timeline();
  readonly #headers = new CodecHeaders();
  readonly #format = new Format();
  readonly #views = new Views();
  readonly #rate = new Rate();
  readonly #readers: FeedReader[] = [];
  readonly #watchers = new Set<() => void>();
  #facts: MediaFacts = NO_MEDIA_FACTS;
  #inputs = 0;
  #hasInput = false;
  #hasVideo = false;
  #keySeen = false;
  /** There was a key frame in this session. */
  #begun = false;
  #lastKey: JoinPoint | null = null;
  #lastAudio = 0;
  /** Numbers of the sound tracks that were seen, the smallest first. */
  #soundTracks: number[] = [];
  /** From here on, no message carries track numbers. */
  #singleFrom = 0;
  #pictureSince: number | null = null;
  #silence: Silence | null = null;
  #changeTold = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get hasInput(): boolean {
    return this.#hasInput;
  }

  get hasVideo(): boolean {
    return this.#hasVideo;
  }

  /** How many sound tracks the input has; null while none was seen. */
  get audioTracks(): number | null {
    return this.#soundTracks.length > 0 ? this.#soundTracks.length : this.silenceAdded ? 0 : null;
  }

  /** The latest timestamp on the session's line, in ms. */
  get latest(): number {
    return this.#timeline.latest;
  }

  /** Bytes that a ms of the line takes, over the last few seconds; 0 while unknown. */
  get bytesPerMs(): number {
    return this.#rate.perMs;
  }

  facts(): MediaFacts {
    return this.#facts;
  }

  /** The sound track that a destination gets which asked for this one: the first where the input does not have it. */
  soundTrack(asked: number | 'all'): number | 'all' {
    return asked === 'all' || this.#soundTracks.includes(asked) ? asked : (this.#soundTracks[0] ?? 0);
  }

  /** A publisher attached: its codec headers replace the old ones, and its timestamps carry on from here. */
  beginInput(): void {
    this.#inputs += 1;
    this.#timeline.beginInput();
    this.#headers.clear();
    this.#soundTracks = [];
    this.#pictureSince = null;
    this.#silence = null;
    this.silenceAdded = false;
    this.#changeTold = false;
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
    // With nothing to follow, what is held back for slow outputs may go.
    this.flush();
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
    const base = timestamp < NEAR_START_MS ? 0 : timestamp;
    return { position: this.log.head, frames, audioTimestamp: timestamp, videoTimestamp: timestamp, base };
  }

  /** What outputs of this choice write; `giveBack` it when it is no longer used. */
  cut(choice: CutChoice): Cut {
    return this.#views.take(choice);
  }

  giveBack(cut: Cut): void {
    this.#views.giveBack(cut);
  }

  /** Metadata and codec headers for an output joining at `point`, as chunks. */
  preamble(point: JoinPoint, cut: Cut): Buffer {
    const chunks = this.#headers.all().map(({ kind, payload }) => {
      const timestamp = kind === 'audio' ? point.audioTimestamp : point.videoTimestamp;
      const message = { chunkStream: CHUNK_STREAM[kind], type: TYPES[kind], streamId: LOG_STREAM_ID };
      const bytes = encodeMessage({ ...message, timestamp, payload }, OUR_CHUNK_SIZE);
      const target = Buffer.allocUnsafe(sizeBound(bytes.length));
      return target.subarray(0, cut.write(target, 0, { bytes, at: 0 }));
    });
    return Buffer.concat(chunks);
  }

  /** What lies in `slab` from `position` on, whole messages only. Outputs at the same position share one view. */
  view(slab: Slab, position: number, cut: Cut): View {
    return this.#views.of(slab, position, { cut, single: position >= this.#singleFrom });
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
    this.#append({ kind: 'data', timestamp, payload: data.payload }, 'ahead');
  }

  #pushAudio(message: MediaMessage, { role, codec, headerKey, track }: MediaClass): void {
    // It would end the publish for servers that heed it, although the encoder may be back at once.
    if (role === 'end') return;
    this.#hearTrack(track, role === 'header' ? message.payload : null);
    if (role === 'header') this.#takeHeader(message, codec, headerKey);
    else if (codec !== this.#facts.audioCodec) this.#takeCodec('audio', track, codec);
    if (codec !== this.#facts.audioCodec && codec && track === this.#soundTracks[0])
      this.#facts = { ...this.#facts, audioCodec: codec };
    if (!this.#hasVideo && track === this.#soundTracks[0]) this.frames += 1;
    this.#lastAudio = this.#append(message, role === 'header' ? 'ahead' : 'frame');
  }

  #pushVideo(message: MediaMessage, { role, codec, headerKey, track }: MediaClass): void {
    if (role === 'end') return;
    this.#hasVideo = true;
    if (role === 'header') this.#takeHeader(message, codec, headerKey);
    else if (codec !== this.#facts.videoCodec) this.#takeCodec('video', track, codec);
    if (codec !== this.#facts.videoCodec && codec && track === 0)
      this.#facts = { ...this.#facts, videoCodec: codec };
    if (role === 'key') this.#keySeen = true;
    // Nothing of a new input can be decoded before its first key frame.
    else if (!this.#keySeen && role === 'frame') return;
    const { head } = this.log;
    const { frames } = this;
    const placed = this.#append(message, role === 'header' ? 'ahead' : 'frame');
    if (role === 'header') return;
    if (track === 0) this.frames += 1;
    if (role === 'key') this.#beginGroup(head, frames, placed);
    if (this.#soundTracks.length === 0) this.#fillSilence(placed);
  }

  /** A key frame at `position`, with this many frames before it: outputs can join here. */
  #beginGroup(position: number, frames: number, placed: number): void {
    this.#changeTold = false;
    this.frameRate = frameRateOf(this.#lastKey, { frames, timestamp: placed }) ?? this.frameRate;
    const audioTimestamp = placed - this.#lastAudio < NEAR_MS ? Math.min(this.#lastAudio, placed) : placed;
    const base = !this.#begun && placed < NEAR_START_MS ? 0 : audioTimestamp;
    this.#begun = true;
    this.#lastKey = { position, frames, audioTimestamp, videoTimestamp: placed, base };
  }

  /** A picture without sound gets silence, from its first frame on. */
  #fillSilence(placed: number): void {
    this.#pictureSince ??= placed;
    if (this.#silence === null) {
      if (placed - this.#pictureSince < SILENCE_AFTER_MS) return;
      this.#silence = new Silence(this.#pictureSince);
      this.silenceAdded = true;
      this.#takeHeader({ kind: 'audio', timestamp: 0, payload: SILENCE_HEADER }, 'mp4a', PLAIN_SOUND);
      this.#lastAudio = this.#write(
        'audio',
        this.#timeline.insert('audio', this.#pictureSince),
        SILENCE_HEADER,
      );
      this.#options.onEvent?.('silent');
    }
    for (const at of this.#silence.due(placed)) {
      this.#lastAudio = this.#write('audio', this.#timeline.insert('audio', at), SILENT_FRAME);
    }
  }

  /** @param header a codec header, which may speak of several tracks; null for a frame */
  #hearTrack(track: number, header: Buffer | null): void {
    if (header === null && this.#soundTracks.includes(track)) return;
    const several = header === null ? [] : readTracks(header, 'audio').map((part) => part.track);
    const heard = new Set([...this.#soundTracks, ...(several.length > 0 ? several : [track])]);
    this.#soundTracks = [...heard].sort((one, other) => one - other);
    if (this.#silence === null) return;
    this.#silence = null;
    this.silenceAdded = false;
    this.#headers.forget(PLAIN_SOUND);
  }

  #takeHeader({ kind, payload }: MediaMessage, codec: string | null, key: string): void {
    if (kind === 'data') return;
    const added = this.#addsKind(kind);
    const changed = this.#format.header(kind, payload, codec);
    this.#tellChanged(kind, added ? [0] : changed);
    // An output that joins before the next key frame would get the new header for old frames.
    if (this.#headers.keep(key, { kind, payload })) this.#lastKey = null;
  }

  #takeCodec(kind: TrackKind, track: number, codec: string | null): void {
    if (codec === null) return;
    const added = this.#addsKind(kind);
    const changed = this.#format.codec(kind, track, codec);
    this.#tellChanged(kind, added || changed ? [track] : []);
  }

  /** The encoder came back with picture or sound that it did not have before. */
  #addsKind(kind: TrackKind): boolean {
    return (
      this.#inputs > 1 &&
      this.#format.lacks(kind) &&
      !this.#format.lacks(kind === 'audio' ? 'video' : 'audio')
    );
  }

  #tellChanged(kind: TrackKind, tracks: readonly number[]): void {
    if (tracks.length === 0) return;
    // What came before is still to be sent.
    this.flush();
    for (const reader of [...this.#readers]) for (const track of tracks) reader.formatChanged(kind, track);
    if (!this.#changeTold) this.#options.onEvent?.('changed');
    this.#changeTold = true;
  }

  /** @param place `ahead`: what belongs before the frames, such as metadata and codec headers */
  #append({ kind, timestamp, payload }: MediaMessage, place: 'ahead' | 'frame'): number {
    const placed =
      place === 'frame'
        ? this.#timeline.place(kind, timestamp, this.#options.clock())
        : this.#timeline.placeAhead(kind, timestamp);
    this.#write(kind, placed, payload);
    if (kind !== 'data' && isMultitrack(payload, 0, kind)) this.#singleFrom = this.log.head;
    return placed;
  }

  #write(kind: MediaKind, placed: number, payload: Buffer): number {
    const size = encodedSize(payload.length, placed, OUR_CHUNK_SIZE);
    const { slab, opened } = this.log.reserve(size);
    const chunkStream = CHUNK_STREAM[kind];
    const chunked = { chunkStream, type: TYPES[kind], timestamp: placed, streamId: LOG_STREAM_ID, payload };
    writeMessage(slab.bytes, slab.length, chunked, OUR_CHUNK_SIZE);
    this.log.commit(slab, size);
    if (opened) this.#releaseUnneeded();
    this.#rate.reached(this.#timeline.latest, this.log.head);
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
