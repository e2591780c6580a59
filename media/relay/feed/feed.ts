import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { MediaMessage } from '../message/media-message.ts';
import type { TrackKind } from '../message/multitrack.ts';
import type { Cut, CutChoice, View } from './cut.ts';
import { type JoinPoint, joinAnywhere } from './join-points.ts';
import { countFrames } from './log-walk.ts';
import { type FeedEvent, LogWriter } from './log-writer.ts';
import type { MediaFacts } from './media-facts.ts';
import { cutMessage, MediaLog } from './media-log.ts';
import type { Slab, SlabLog } from './slab-log.ts';

/**
 * A group of pictures larger than this, in bytes, is not kept for joining outputs: they wait for the next key frame.
 */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;

/** What the feed asks of each of its readers. */
export interface FeedReader {
  /** Oldest position it still needs; Infinity when none. */
  readonly needs: number;
  /** Takes what is new. */
  pump(): void;
  /** What follows is encoded otherwise than what was sent of this track: decoders would be lost. */
  formatChanged(kind: TrackKind, track: number): void;
  /** An encoder that came back may lack the sound track that is sent, or have the one that was asked for. */
  tracksKnown(): void;
}

export interface FeedOptions {
  clock: Clock;
  onEvent?: ((event: FeedEvent) => void) | undefined;
}

/**
 * The media of one session, encoded to RTMP chunks once and read by every output from the same memory. Inputs push,
 * outputs pump from their own cursors; a slow one costs the others nothing.
 */
export class Feed {
  readonly #log = new MediaLog(() => this.#releaseUnneeded());
  readonly #writer: LogWriter;
  readonly #readers: FeedReader[] = [];
  readonly #watchers = new Set<() => void>();
  #hasInput = false;

  constructor({ clock, onEvent }: FeedOptions) {
    this.#writer = new LogWriter({
      log: this.#log,
      clock,
      onEvent: (event) => onEvent?.(event),
      onFormatChanged: (kind, track) => this.#endFormat(kind, track),
      onTracksKnown: () => {
        for (const reader of [...this.#readers]) reader.tracksKnown();
      },
    });
  }

  get log(): SlabLog {
    return this.#log.slabs;
  }

  get hasInput(): boolean {
    return this.#hasInput;
  }

  get hasVideo(): boolean {
    return this.#writer.input.hasVideo;
  }

  /** Bytes of media received since the session began. */
  get bytesReceived(): number {
    return this.#writer.bytesReceived;
  }

  /** Frames appended: video frames, or audio frames while there is no video. */
  get frames(): number {
    return this.#writer.frames;
  }

  /** Frames per second, rounded, over the last whole group of pictures of this input; null before there is one. */
  get frameRate(): number | null {
    return this.#writer.joins.frameRate;
  }

  /** The input has no sound: silence is added on its line. */
  get silenceAdded(): boolean {
    return this.#writer.input.silence?.added === true;
  }

  /** How many sound tracks the input has; null while none was seen. */
  get audioTracks(): number | null {
    const { tracks } = this.#writer.input;
    return tracks.count > 0 || this.silenceAdded ? tracks.count : null;
  }

  /** The latest timestamp on the session's line, in ms. */
  get latest(): number {
    return this.#writer.timeline.latest;
  }

  /** Bytes that a ms of the line takes, over the last few seconds; 0 while unknown. */
  get bytesPerMs(): number {
    return this.#log.bytesPerMs;
  }

  /** The session is over: its memory is for others. Call it when no output is left. */
  close(): void {
    this.#log.slabs.close();
  }

  facts(): MediaFacts {
    return this.#writer.input.facts;
  }

  /** The sound track that a destination gets which asked for this one: the first where the input does not have it. */
  soundTrack(asked: number | 'all'): number | 'all' {
    return this.#writer.input.tracks.chosen(asked);
  }

  /** A publisher attached: its codec headers replace the old ones, and its timestamps carry on from here. */
  beginInput(): void {
    this.#writer.beginInput();
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

  /** Sound of this input is on its way, for example because it is being converted: no silence is added meanwhile. */
  expectSound(): void {
    this.#writer.endSilence();
  }

  /** Appends one message, copying its payload. Outputs get it with the next `flush`. */
  push(message: MediaMessage): void {
    this.#writer.push(message);
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
    const { last } = this.#writer.joins;
    if (this.hasVideo) return last && last.position >= from ? last : null;
    return joinAnywhere(this.log.head, this.frames, this.latest);
  }

  /** What outputs of this choice write; `giveBack` it when it is no longer used. */
  cut(choice: CutChoice): Cut {
    return this.#log.cut(choice);
  }

  giveBack(cut: Cut): void {
    this.#log.giveBack(cut);
  }

  /** Metadata and codec headers for an output joining at `point`, as chunks. */
  preamble(point: JoinPoint, cut: Cut): Buffer {
    const messages = this.#writer.headers.all().map(({ kind, payload }) => {
      const timestamp = kind === 'audio' ? point.audioTimestamp : point.videoTimestamp;
      return cutMessage(cut, { kind, timestamp, payload });
    });
    return Buffer.concat(messages);
  }

  /** What lies in `slab` from `position` on, whole messages only. Outputs at the same position share one view. */
  view(slab: Slab, position: number, cut: Cut): View {
    return this.#log.view(slab, position, cut);
  }

  /** Frames from `position`, which begins a message, to the head. */
  framesBehind(position: number): number {
    return countFrames(this.log, position, this.hasVideo ? 'video' : 'audio');
  }

  #setInput(present: boolean): void {
    this.#hasInput = present;
    for (const watcher of [...this.#watchers]) watcher();
  }

  #endFormat(kind: TrackKind, track: number): void {
    // What came before is still to be sent.
    this.flush();
    for (const reader of [...this.#readers]) reader.formatChanged(kind, track);
  }

  #releaseUnneeded(): void {
    const { head } = this.log;
    const { joins } = this.#writer;
    if (joins.last && head - joins.last.position > MAX_GROUP_BYTES) joins.last = null;
    let needed = joins.last?.position ?? head;
    for (const reader of this.#readers) needed = Math.min(needed, reader.needs);
    this.log.release(needed);
  }
}
