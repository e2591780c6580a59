import type { IngestFacts, IngestStatus } from '@neustream/shared/live/facts.ts';
import { NOTHING_KNOWN, type PublisherFacts } from '../ingest/public.ts';

/** What a session knows about its encoder. Instants are milliseconds since the epoch and passed in. */
export class EncoderState {
  #status: IngestStatus = 'waiting';
  #last: PublisherFacts = NOTHING_KNOWN;
  #publishingSince: number | null = null;
  #goneSince: number | null = null;
  #problem: string | null = null;
  #begun = false;

  get status(): IngestStatus {
    return this.#status;
  }

  get goneSince(): number | null {
    return this.#goneSince;
  }

  /** There has been something to send since this process started. */
  get begun(): boolean {
    return this.#begun;
  }

  get videoCodec(): string | null {
    return this.#last.videoCodec;
  }

  /** It sends sound and no picture. */
  get audioOnly(): boolean {
    return this.#last.videoCodec === null && this.#last.audioCodec !== null;
  }

  flowing(facts: PublisherFacts, now: number): void {
    this.#status = 'publishing';
    this.#last = facts;
    this.#publishingSince = now;
    this.#goneSince = null;
    this.#problem = null;
    this.#begun = true;
  }

  rejected(problem: string, facts: PublisherFacts): void {
    this.#status = 'rejected';
    this.#problem = problem;
    this.#last = facts;
  }

  /** The session had an encoder before this process started. */
  lost(now: number): void {
    this.#status = 'gone';
    this.#goneSince = now;
  }

  /** The attachment ended. True if a publishing encoder disappeared as a result. */
  left(now: number): boolean {
    const wasPublishing = this.#status === 'publishing';
    const mayReturn = wasPublishing || this.#begun || this.#goneSince !== null;
    this.#status = mayReturn ? 'gone' : 'waiting';
    this.#publishingSince = null;
    this.#problem = null;
    if (mayReturn) this.#goneSince ??= now;
    return wasPublishing;
  }

  /** `newest` is what the ingest knows now; `taken` is what the feed measured, its bytes over all publishes. */
  facts(
    newest: PublisherFacts | null,
    taken: Pick<IngestFacts, 'bytesReceived' | 'frameRate' | 'audioTracks' | 'silenceAdded'>,
  ): IngestFacts {
    return {
      ...(newest ?? this.#last),
      bytesReceived: taken.bytesReceived,
      frameRate: taken.frameRate,
      audioTracks: taken.audioTracks,
      silenceAdded: taken.silenceAdded,
      status: this.#status,
      publishingSince: this.#publishingSince,
      goneSince: this.#goneSince,
      problem: this.#problem,
    };
  }
}
