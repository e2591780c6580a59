import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { classifyAudio, classifyVideo, type MediaClass } from '../media-codec.ts';
import type { MediaKind, MediaMessage } from '../media-message.ts';
import type { TrackKind } from '../multitrack.ts';
import { CodecHeaders } from './codec-headers.ts';
import type { Cut, CutChoice, View } from './cut.ts';
import { publishedData } from './data-message.ts';
import { Format } from './format.ts';
import { type JoinPoint, JoinPoints, joinAnywhere } from './join-points.ts';
import { countFrames } from './log-walk.ts';
import { type MediaFacts, metadataFacts, NO_MEDIA_FACTS } from './media-facts.ts';
import { cutMessage, MediaLog } from './media-log.ts';
import { SILENCE_HEADER, SILENT_FRAME, Silence } from './silence.ts';
import type { Slab, SlabLog } from './slab-log.ts';
import { SoundTracks } from './sound-tracks.ts';
import { Timeline } from './timeline.ts';

/**
 * A group of pictures larger than this, in bytes, is not kept for joining outputs: they wait for the next key frame.
 */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;
/** Where the header of silence, and of sound in its old form, is kept. */
const PLAIN_SOUND = 'audio:0';

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

/** What is known of the input that fills the feed. */
class Input {
  facts: MediaFacts = NO_MEDIA_FACTS;
  hasVideo = false;
  keySeen = false;
  readonly tracks = new SoundTracks();
  /** Null once there is sound. */
  silence: Silence | null = new Silence();
  /** It was told that its format is another than before. */
  changeTold = false;
}

/**
 * The media of one session, encoded to RTMP chunks once and read by every output from the same memory. Inputs push,
 * outputs pump from their own cursors; a slow one costs the others nothing.
 */
export class Feed {
  /** Bytes of media received since the session began. */
  bytesReceived = 0;
  /** Frames appended: video frames, or audio frames while there is no video. */
  frames = 0;
  readonly #options: FeedOptions;
  readonly #log = new MediaLog(() => this.#releaseUnneeded());
  readonly #timeline = new Timeline();
  readonly #headers = new CodecHeaders();
  readonly #format = new Format();
  readonly #joins = new JoinPoints();
  readonly #readers: FeedReader[] = [];
  readonly #watchers = new Set<() => void>();
  #input = new Input();
  #inputs = 0;
  #hasInput = false;
  #lastAudio = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get log(): SlabLog {
    return this.#log.slabs;
  }

  get hasInput(): boolean {
    return this.#hasInput;
  }

  get hasVideo(): boolean {
    return this.#input.hasVideo;
  }

  /** Frames per second, rounded, over the last whole group of pictures of this input; null before there is one. */
  get frameRate(): number | null {
    return this.#joins.frameRate;
  }

  /** The input has no sound: silence is added on its line. */
  get silenceAdded(): boolean {
    return this.#input.silence?.added === true;
  }

  /** How many sound tracks the input has; null while none was seen. */
  get audioTracks(): number | null {
    const { tracks } = this.#input;
    return tracks.count > 0 || this.silenceAdded ? tracks.count : null;
  }

  /** The latest timestamp on the session's line, in ms. */
  get latest(): number {
    return this.#timeline.latest;
  }

  /** Bytes that a ms of the line takes, over the last few seconds; 0 while unknown. */
  get bytesPerMs(): number {
    return this.#log.bytesPerMs;
  }

  facts(): MediaFacts {
    return this.#input.facts;
  }

  /** The sound track that a destination gets which asked for this one: the first where the input does not have it. */
  soundTrack(asked: number | 'all'): number | 'all' {
    return this.#input.tracks.chosen(asked);
  }

  /** A publisher attached: its codec headers replace the old ones, and its timestamps carry on from here. */
  beginInput(): void {
    this.#inputs += 1;
    this.#input = new Input();
    this.#timeline.beginInput();
    this.#headers.clear();
    this.#joins.beginInput();
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
    const { last } = this.#joins;
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
    const messages = this.#headers.all().map(({ kind, payload }) => {
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

  #pushData({ timestamp, payload }: MediaMessage): void {
    const data = publishedData(payload);
    if (!data) return;
    if (data.metadata) {
      this.#headers.keepMetadata(data.payload);
      this.#input.facts = { ...this.#input.facts, ...metadataFacts(data.payload) };
    }
    this.#append('data', this.#timeline.placeAhead('data', timestamp), data.payload);
  }

  #pushAudio(message: MediaMessage, { role, codec, headerKey, track }: MediaClass): void {
    // It would end the publish for servers that heed it, although the encoder may be back at once.
    if (role === 'end') return;
    const input = this.#input;
    input.tracks.hear(track, role === 'header' ? message.payload : null);
    if (input.silence !== null) this.#endSilence();
    if (role === 'header') this.#takeHeader(message, codec, headerKey);
    else if (codec !== input.facts.audioCodec) this.#takeCodec('audio', track, codec);
    if (codec && codec !== input.facts.audioCodec && track === input.tracks.first) {
      input.facts = { ...input.facts, audioCodec: codec };
    }
    if (!input.hasVideo && track === input.tracks.first) this.frames += 1;
    this.#lastAudio = this.#append('audio', this.#place(message, role), message.payload);
  }

  #pushVideo(message: MediaMessage, { role, codec, headerKey, track }: MediaClass): void {
    if (role === 'end') return;
    const input = this.#input;
    input.hasVideo = true;
    if (role === 'header') this.#takeHeader(message, codec, headerKey);
    else if (codec !== input.facts.videoCodec) this.#takeCodec('video', track, codec);
    if (codec && codec !== input.facts.videoCodec && track === 0) {
      input.facts = { ...input.facts, videoCodec: codec };
    }
    if (role === 'key') input.keySeen = true;
    // Nothing of a new input can be decoded before its first key frame.
    else if (!input.keySeen && role === 'frame') return;
    const { frames } = this;
    const position = this.log.head;
    const picture = this.#append('video', this.#place(message, role), message.payload);
    if (role === 'header') return;
    if (track === 0) this.frames += 1;
    if (role === 'key') {
      input.changeTold = false;
      this.#joins.keyFrame({ position, frames }, { picture, sound: this.#lastAudio });
    }
    if (input.silence !== null) this.#fillSilence(input.silence, picture);
  }

  /** A picture without sound gets silence, from its first frame on. */
  #fillSilence(silence: Silence, picture: number): void {
    let begins = !silence.added;
    for (const at of silence.due(picture)) {
      const placed = this.#timeline.insert('audio', at);
      if (begins) {
        this.#takeHeader({ kind: 'audio', timestamp: placed, payload: SILENCE_HEADER }, 'mp4a', PLAIN_SOUND);
        this.#append('audio', placed, SILENCE_HEADER);
        this.#options.onEvent?.('silent');
      }
      begins = false;
      this.#lastAudio = this.#append('audio', placed, SILENT_FRAME);
    }
  }

  /** Sound came, which takes over. */
  #endSilence(): void {
    if (this.silenceAdded) this.#headers.forget(PLAIN_SOUND);
    this.#input.silence = null;
  }

  #takeHeader({ kind, payload }: MediaMessage, codec: string | null, key: string): void {
    if (kind === 'data') return;
    const added = this.#addsKind(kind);
    const changed = this.#format.header(kind, payload, codec);
    this.#tellChanged(kind, added ? [0] : changed);
    // An output that joins before the next key frame would get the new header for old frames.
    if (this.#headers.keep(key, { kind, payload })) this.#joins.last = null;
  }

  #takeCodec(kind: TrackKind, track: number, codec: string | null): void {
    if (codec === null) return;
    const added = this.#addsKind(kind);
    const changed = this.#format.codec(kind, track, codec);
    this.#tellChanged(kind, added || changed ? [track] : []);
  }

  /** The encoder came back with picture or sound that it did not have before. */
  #addsKind(kind: TrackKind): boolean {
    const other = kind === 'audio' ? 'video' : 'audio';
    return this.#inputs > 1 && this.#format.lacks(kind) && !this.#format.lacks(other);
  }

  #tellChanged(kind: TrackKind, tracks: readonly number[]): void {
    if (tracks.length === 0) return;
    // What came before is still to be sent.
    this.flush();
    for (const reader of [...this.#readers]) for (const track of tracks) reader.formatChanged(kind, track);
    if (!this.#input.changeTold) this.#options.onEvent?.('changed');
    this.#input.changeTold = true;
  }

  #place({ kind, timestamp }: MediaMessage, role: MediaClass['role']): number {
    return role === 'header'
      ? this.#timeline.placeAhead(kind, timestamp)
      : this.#timeline.place(kind, timestamp, this.#options.clock());
  }

  #append(kind: MediaKind, placed: number, payload: Buffer): number {
    this.#log.append(kind, placed, payload);
    return placed;
  }

  #releaseUnneeded(): void {
    const { head } = this.log;
    const joins = this.#joins;
    if (joins.last && head - joins.last.position > MAX_GROUP_BYTES) joins.last = null;
    let needed = joins.last?.position ?? head;
    for (const reader of this.#readers) needed = Math.min(needed, reader.needs);
    this.log.release(needed);
  }
}
