import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { IngestProtocol } from '@neustream/shared/live/facts.ts';
import { type Feed, type MediaMessage, VideoHeaders } from '../../relay/public.ts';
import { decideTracks } from '../codecs.ts';
import type { AttachOptions, PublisherFacts } from '../ingest.ts';

/** How long to wait for sound from an encoder that sends a picture before it counts as silent, in ms. */
const SOUND_WAIT_MS = 200;
/** How long to wait for a picture from an encoder that sends sound, in ms. */
const PICTURE_WAIT_MS = 5000;

type FeedOptions = Pick<AttachOptions, 'feed' | 'signal' | 'onFlowing' | 'onRejected'>;

export interface RtmpPublisherDeps {
  protocol: IngestProtocol;
  encoder: string | null;
  /** Hangs up on the encoder. */
  hangUp(): void;
  now: Clock;
}

/** One encoder that our own ingest admitted: passes its messages to the feed of its session. */
export class RtmpPublisher {
  readonly #deps: RtmpPublisherDeps;
  readonly #attached = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  #to: FeedOptions | null = null;
  #feed: Feed | null = null;
  readonly #headers = new VideoHeaders({ trusted: true, push: (message) => this.#feed?.push(message) });
  #firstAt: number | null = null;
  #decided = false;

  constructor(deps: RtmpPublisherDeps) {
    this.#deps = deps;
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
    this.#headers.take(message);
  }

  /** Everything that had arrived was processed. */
  batchEnd(): void {
    if (this.#feed === null || this.#firstAt === null) return;
    if (!this.#decided) this.#decide(this.#deps.now() - this.#firstAt);
    this.#feed?.flush();
  }

  /** The encoder's connection ended. */
  gone(): void {
    this.#over.resolve();
  }

  close(): void {
    this.#deps.hangUp();
  }

  facts(): PublisherFacts {
    const { protocol, encoder } = this.#deps;
    const known = this.#to?.feed.facts();
    return {
      protocol,
      encoder: known?.encoder ?? encoder,
      videoCodec: known?.videoCodec ?? null,
      audioCodec: known?.audioCodec ?? null,
      width: known?.width ?? null,
      height: known?.height ?? null,
      bytesReceived: this.#to?.feed.bytesReceived ?? 0,
    };
  }

  #decide(age: number): void {
    const { videoCodec, audioCodec } = this.facts();
    if (videoCodec === null && age < PICTURE_WAIT_MS) return;
    if (audioCodec === null && age < SOUND_WAIT_MS) return;
    this.#decided = true;
    const decision = decideTracks({ video: listOf(videoCodec), audio: listOf(audioCodec) });
    if (decision.kind === 'copy') this.#to?.onFlowing(this.facts());
    else if (decision.kind === 'reject') this.#reject(decision.problem);
    else
      this.#reject(
        'The encoder sends Opus sound, which needs MediaMTX. Set the encoder’s audio to AAC and start it again.',
      );
  }

  #reject(problem: string): void {
    this.#to?.onRejected(problem, this.facts());
    this.#stopFeeding();
  }

  #stopFeeding(): void {
    if (this.#feed !== null && this.#firstAt !== null) this.#feed.endInput();
    this.#feed = null;
  }
}

function listOf(codec: string | null): string[] {
  return codec === null ? [] : [codec];
}
