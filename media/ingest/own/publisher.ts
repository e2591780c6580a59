import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { type Feed, type MediaMessage, type SessionEnd, VideoHeaders } from '../../relay/public.ts';
import { decideTracks, UNKNOWN_CODEC } from '../codecs.ts';
import type { AttachOptions, Outwaited, PublisherFacts } from '../ingest.ts';
import { type ConvertOpus, OpusSound } from './opus-sound.ts';
import { SignsOfLife } from './signs-of-life.ts';

/**
 * How long to wait at most, in ms, for sound or for the silence that is added to a picture without it, so that
 * destinations are told of a sound track from the beginning.
 */
const SOUND_WAIT_MS = 1500;
/** How long to wait for the first converted sound of an encoder that sends Opus, in ms. */
const CONVERTED_WAIT_MS = 2000;
/** How long to wait for a picture from an encoder that sends sound, in ms. */
const PICTURE_WAIT_MS = 5000;
/** How much video without a key frame is waited through, in ms of its own time: 250 frames at 24 fps are 10.4 s. */
const KEY_FRAME_WAIT_MS = 12_000;

const NO_KEY_FRAME =
  'The encoder has sent no key frame for 12 seconds, so its picture cannot be shown. Set the encoder’s key frame ' +
  'interval to 2 seconds and start it again.';
const OPUS_BROKEN =
  'The encoder sends Opus sound, and FFmpeg could not convert it. Set the encoder’s audio to AAC and start it again.';

type FeedOptions = Pick<AttachOptions, 'feed' | 'signal' | 'onFlowing' | 'onRejected'>;

/** Why we hang up on an encoder that has done nothing wrong. */
type HangUp = Extract<SessionEnd, 'replaced' | 'finished' | 'stopping'>;

export interface PublisherDeps {
  protocol: IngestProtocol;
  encoder: string | null;
  /** Hangs up on the encoder. */
  hangUp(why: HangUp): void;
  /** Null, or left out: sound in Opus cannot be sent on. */
  convertOpus?: ConvertOpus | null;
  /** Milliseconds that setting the system's clock does not change. */
  now: Clock;
}

/** One encoder that our own ingest admitted: passes its messages to the feed of its session. */
export class Publisher {
  readonly #deps: PublisherDeps;
  readonly #attached = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  readonly #life: SignsOfLife;
  #to: FeedOptions | null = null;
  #feed: Feed | null = null;
  /** Encoders that describe their picture in its key frames only get the codec header that players need. */
  readonly #headers = new VideoHeaders({ trusted: true, push: (message) => this.#feed?.push(message) });
  readonly #opus: OpusSound;
  #firstAt: number | null = null;
  #firstPicture: number | null = null;
  #lastPicture = 0;
  #decided = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#life = new SignsOfLife(deps.now);
    this.#opus = new OpusSound({
      convert: deps.convertOpus ?? null,
      push: (message) => this.#feed?.push(message),
      onBroken: () => this.#reject(OPUS_BROKEN),
    });
  }

  /** Settles when a session takes the messages. */
  get attached(): Promise<void> {
    return this.#attached.promise;
  }

  /** Fills the feed until the encoder is gone or the signal aborts. */
  async feedInto(to: FeedOptions): Promise<void> {
    this.#to = to;
    this.#feed = to.feed;
    const stop = () => this.#over.resolve();
    to.signal.addEventListener('abort', stop, { once: true });
    if (to.signal.aborted) stop();
    this.#attached.resolve();
    await this.#over.promise;
    to.signal.removeEventListener('abort', stop);
    this.#stopFeeding();
  }

  take(message: MediaMessage): void {
    if (this.#feed === null) return;
    if (this.#firstAt === null) {
      this.#firstAt = this.#deps.now();
      this.#feed.beginInput();
    }
    if (message.kind === 'video') {
      this.#firstPicture ??= message.timestamp;
      this.#lastPicture = message.timestamp;
    }
    if (this.#opus.take(message)) this.#feed.expectSound();
    else this.#headers.take(message);
  }

  /** Everything that had arrived was processed. */
  batchEnd(): void {
    const now = this.#deps.now();
    this.#life.heard(now);
    if (this.#feed === null || this.#firstAt === null) return;
    if (!this.#decided) this.#decide(now - this.#firstAt);
    this.#feed?.flush();
  }

  /** Waits until it is clear whether the encoder is still there: it says something, is silent for 3 s, or hangs up. */
  outwait(): Promise<Outwaited> {
    return this.#life.outwait();
  }

  /** The encoder's connection ended. */
  gone(): void {
    this.#life.gone();
    this.#over.resolve();
  }

  close(why: HangUp): void {
    this.#deps.hangUp(why);
  }

  facts(): PublisherFacts {
    const { protocol, encoder } = this.#deps;
    const known = this.#to?.feed.facts();
    return {
      protocol,
      encoder: known?.encoder ?? encoder,
      videoCodec: known?.videoCodec ?? null,
      audioCodec: this.#opus.found ? 'Opus' : (known?.audioCodec ?? null),
      width: known?.width ?? null,
      height: known?.height ?? null,
      bytesReceived: this.#to?.feed.bytesReceived ?? 0,
    };
  }

  #decide(age: number): void {
    const { videoCodec, audioCodec } = this.facts();
    if (videoCodec === null && age < PICTURE_WAIT_MS) return;
    if (audioCodec === null && this.#to?.feed.silenceAdded !== true && age < SOUND_WAIT_MS) return;
    const video = this.#firstPicture === null ? [] : [videoCodec ?? UNKNOWN_CODEC];
    const conversion = this.#deps.convertOpus ? 'all' : 'none';
    const decision = decideTracks({ video, audio: audioCodec === null ? [] : [audioCodec] }, conversion);
    if (decision.kind === 'reject') this.#reject(decision.problem);
    else if (!this.#canBegin()) this.#waitForKeyFrame();
    else if (decision.kind === 'copy' || this.#opus.flowing || age >= CONVERTED_WAIT_MS) this.#flow();
  }

  #waitForKeyFrame(): void {
    if (this.#lastPicture - (this.#firstPicture ?? 0) >= KEY_FRAME_WAIT_MS) this.#reject(NO_KEY_FRAME);
  }

  /** Nothing can be shown before the first key frame: until then nobody is told that there is a picture. */
  #canBegin(): boolean {
    return this.#feed?.joinPoint(0) !== null;
  }

  #flow(): void {
    this.#decided = true;
    this.#to?.onFlowing(this.facts());
  }

  #reject(problem: string): void {
    this.#decided = true;
    this.#to?.onRejected(problem, this.facts());
    this.#stopFeeding();
  }

  #stopFeeding(): void {
    if (this.#feed !== null && this.#firstAt !== null) this.#feed.endInput();
    this.#feed = null;
    this.#opus.close();
  }
}
