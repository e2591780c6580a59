import type { Dropping } from '@neustream/shared/live/facts.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Publication } from './attempt.ts';
import { RelayFailure } from './failure.ts';
import type { Feed } from './feed/feed.ts';
import { FeedOutput } from './feed/output.ts';
import { ProgressWatch } from './progress.ts';

/** After this time, in ms, we know how many bytes flow in it, and request acknowledgements as often as that asks for. */
const ACK_MS = 3000;

export interface CarrierOptions {
  publication: Publication;
  feed: Feed;
  internals: NodeInternals;
  /** As in `FeedOutputOptions`. */
  audioTrack?: number | 'all' | undefined;
  mostLagMs?: number | undefined;
  /** Media was accepted for the first time. */
  onFlowing: () => void;
  /** Frames were dropped because the destination lagged behind, or others than before are. */
  onDropped: () => void;
}

/** What one connection has done so far. */
export interface CarrierCounts {
  bytesSent: number;
  bytesAcked: number;
  framesDropped: number;
  queuedBytes: number;
  lagMs: number;
  dropping: Dropping;
  /** The sound track that is sent, which may not be the one asked for; null before anything is. */
  audioTrack: number | 'all' | null;
}

/** Carries a feed over one accepted publish until it ends. */
export class Carrier {
  readonly #publication: Publication;
  readonly #output: FeedOutput;
  readonly #progress: ProgressWatch;
  readonly #ackTimer: NodeJS.Timeout;
  readonly #ended = Promise.withResolvers<RelayFailure>();
  #carries = true;

  constructor({ publication, onDropped, ...options }: CarrierOptions) {
    this.#publication = publication;
    this.#progress = new ProgressWatch({
      mark: () => this.#progressMark(),
      onStalled: () => this.#ended.resolve(new RelayFailure('NO_PROGRESS')),
    });
    const { socket, streamId, askAcks } = publication;
    const before = socket.bytesWritten;
    this.#output = new FeedOutput({
      ...options,
      socket,
      streamId,
      acked: () => (publication.acksCredible() ? publication.bytesAcked() - before : null),
      askAcks,
      onBlocked: () => this.#progress.watch(),
      onDropped,
      onDropping: onDropped,
      onFormatChanged: () => this.#ended.resolve(new RelayFailure('FORMAT_CHANGED')),
    });
    publication.watchAcks(() => this.#output.acknowledged());
    this.#ackTimer = setTimeout(() => this.#output.tuneAcks(), ACK_MS);
    void publication.ended.then(this.#ended.resolve);
  }

  /** False once the publish is being left, although the server may not know it yet. */
  get carries(): boolean {
    return this.#carries;
  }

  counts(): CarrierCounts {
    return {
      bytesSent: this.#output.bytesTaken,
      bytesAcked: this.#publication.bytesAcked(),
      framesDropped: this.#output.framesDropped,
      queuedBytes: this.#output.queuedBytes,
      lagMs: this.#output.lagMs,
      dropping: this.#output.dropping,
      audioTrack: this.#output.soundTrack,
    };
  }

  /** Ends what `run` waits for, for this reason. */
  end(failure: RelayFailure): void {
    this.#ended.resolve(failure);
  }

  /** Carries until the connection ends or `signal` is aborted. Resolves with the reason; leaves nothing open. */
  async run(signal: AbortSignal): Promise<RelayFailure> {
    const onStop = () => this.#ended.resolve(new RelayFailure('CONNECTION_CLOSED'));
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    let parting = false;
    try {
      this.#output.pump();
      const failure = await this.#ended.promise;
      parting = failure.isParting;
      return failure;
    } finally {
      this.#carries = false;
      signal.removeEventListener('abort', onStop);
      this.#progress.close();
      clearTimeout(this.#ackTimer);
      this.#output.close();
      if (signal.aborted || parting) await this.#publication.close();
      else this.#publication.socket.destroy();
    }
  }

  #progressMark(): number | null {
    if (!this.#output.blocked) return null;
    return this.#output.bytesTaken + this.#publication.bytesAcked();
  }
}
