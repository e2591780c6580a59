import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { classifyAudio, classifyVideo, type MediaClass } from '../message/media-codec.ts';
import type { MediaKind, MediaMessage } from '../message/media-message.ts';
import type { TrackKind } from '../message/multitrack.ts';
import { CodecHeaders } from './codec-headers.ts';
import { publishedData } from './data-message.ts';
import { Format } from './format.ts';
import { JoinPoints } from './join-points.ts';
import { type MediaFacts, metadataFacts, NO_MEDIA_FACTS } from './media-facts.ts';
import type { MediaLog } from './media-log.ts';
import { SILENCE_HEADER, SILENT_FRAME, Silence } from './silence.ts';
import { SoundTracks } from './sound-tracks.ts';
import { Timeline } from './timeline.ts';

/** Where the header of silence, and of sound in its old form, is kept. */
const PLAIN_SOUND = 'audio:0';

/**
 * What was noticed of an input. `silent`: it has no sound, so silence is added; `changed`: it is encoded otherwise than
 * what destinations were sent in this session.
 */
export type FeedEvent = 'silent' | 'changed';

export interface LogWriterOptions {
  log: MediaLog;
  clock: Clock;
  onEvent: (event: FeedEvent) => void;
  /** What follows of this track is encoded otherwise than before. */
  onFormatChanged: (kind: TrackKind, track: number) => void;
  /** An encoder that came back is about to send its first picture: its sound tracks may be others than before. */
  onTracksKnown: () => void;
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

/** Puts what an encoder sends on the session's log: on one line of time, with sound, and joinable. */
export class LogWriter {
  /** Bytes of media received since the session began. */
  bytesReceived = 0;
  /** Frames appended: video frames, or audio frames while there is no video. */
  frames = 0;
  readonly timeline = new Timeline();
  readonly headers = new CodecHeaders();
  readonly joins = new JoinPoints();
  readonly #options: LogWriterOptions;
  readonly #format = new Format();
  #input = new Input();
  #inputs = 0;
  #lastAudio = 0;

  constructor(options: LogWriterOptions) {
    this.#options = options;
  }

  /** What is known of the present input. */
  get input(): Readonly<Input> {
    return this.#input;
  }

  /** Another publisher: its codec headers replace the old ones, and its timestamps carry on from here. */
  beginInput(): void {
    this.#inputs += 1;
    this.#input = new Input();
    this.timeline.beginInput();
    this.headers.clear();
    this.joins.beginInput();
  }

  /** Sound came, or is to come: it takes the place of silence. */
  endSilence(): void {
    if (this.#input.silence?.added) this.headers.forget(PLAIN_SOUND);
    this.#input.silence = null;
  }

  /** Appends one message, copying its payload. */
  push(message: MediaMessage): void {
    const { kind, payload } = message;
    this.bytesReceived += payload.length;
    if (payload.length === 0) return;
    if (kind === 'data') this.#pushData(message);
    else if (kind === 'audio') this.#pushAudio(message, classifyAudio(payload));
    else this.#pushVideo(message, classifyVideo(payload));
  }

  #pushData({ timestamp, payload }: MediaMessage): void {
    const data = publishedData(payload);
    if (!data) return;
    if (data.metadata) {
      this.headers.keepMetadata(data.payload);
      this.#input.facts = { ...this.#input.facts, ...metadataFacts(data.payload) };
    }
    this.#append('data', this.timeline.placeAhead('data', timestamp), data.payload);
  }

  #pushAudio(message: MediaMessage, { role, codec, headerKey, track }: MediaClass): void {
    // It would end the publish for servers that heed it, although the encoder may be back at once.
    if (role === 'end') return;
    const input = this.#input;
    input.tracks.add(track, role === 'header' ? message.payload : null);
    if (input.silence !== null) this.endSilence();
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
    if (role === 'key') this.#beginPicture(input);
    // Nothing of a new input can be decoded before its first key frame.
    else if (!input.keySeen && role === 'frame') return;
    const { frames } = this;
    const position = this.#options.log.slabs.head;
    const picture = this.#append('video', this.#place(message, role), message.payload);
    if (role === 'header') return;
    if (track === 0) this.frames += 1;
    if (role === 'key') {
      input.changeTold = false;
      this.joins.keyFrame({ position, frames }, { picture, sound: this.#lastAudio });
    }
    if (input.silence !== null) this.#fillSilence(input.silence, picture);
  }

  #beginPicture(input: Input): void {
    if (!input.keySeen && this.#inputs > 1 && input.tracks.count > 0) this.#options.onTracksKnown();
    input.keySeen = true;
  }

  /** A picture without sound gets silence, from its first frame on. */
  #fillSilence(silence: Silence, picture: number): void {
    let begins = !silence.added;
    for (const at of silence.due(picture)) {
      const placed = this.timeline.insert('audio', at);
      if (begins) {
        this.#takeHeader({ kind: 'audio', timestamp: placed, payload: SILENCE_HEADER }, 'mp4a', PLAIN_SOUND);
        this.#append('audio', placed, SILENCE_HEADER);
        this.#options.onEvent('silent');
      }
      begins = false;
      this.#lastAudio = this.#append('audio', placed, SILENT_FRAME);
    }
  }

  #takeHeader({ kind, payload }: MediaMessage, codec: string | null, key: string): void {
    if (kind === 'data') return;
    const added = this.#addsKind(kind);
    const changed = this.#format.header(kind, payload, codec);
    this.#tellChanged(kind, added ? [0] : changed);
    // An output that joins before the next key frame would get the new header for old frames.
    if (this.headers.keep(key, { kind, payload })) this.joins.last = null;
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
    for (const track of tracks) this.#options.onFormatChanged(kind, track);
    if (!this.#input.changeTold) this.#options.onEvent('changed');
    this.#input.changeTold = true;
  }

  #place({ kind, timestamp }: MediaMessage, role: MediaClass['role']): number {
    return role === 'header'
      ? this.timeline.placeAhead(kind, timestamp)
      : this.timeline.place(kind, timestamp, this.#options.clock());
  }

  #append(kind: MediaKind, placed: number, payload: Buffer): number {
    this.#options.log.append(kind, placed, payload);
    return placed;
  }
}
