import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Publication } from './attempt.ts';
import { RelayFailure } from './failure.ts';
import type { Feed } from './feed/feed.ts';
import { FeedOutput } from './feed/output.ts';
import { ProgressWatch } from './progress.ts';

/** After this time, in ms, we know how many bytes flow in it, and request an acknowledgement that often. */
const ACK_MS = 3000;
const MIN_ACK_WINDOW = 262_144;
const MAX_ACK_WINDOW = 2_500_000;

export interface CarrierOptions {
  publication: Publication;
  feed: Feed;
  internals: NodeInternals;
  /** Media was accepted for the first time. */
  onFlowing: () => void;
  /** Frames were dropped because the destination lagged behind. */
  onDropped: () => void;
}

/** What one connection has done so far. */
export interface CarrierCounts {
  bytesSent: number;
  bytesAcked: number;
  framesDropped: number;
  queuedBytes: number;
}

/** Carries a feed over one accepted publish until it ends. */
export class Carrier {
  readonly #publication: Publication;
  readonly #output: FeedOutput;
  readonly #progress: ProgressWatch;
  readonly #ackTimer: NodeJS.Timeout;
  readonly #ended = Promise.withResolvers<RelayFailure>();

  constructor({ publication, feed, internals, onFlowing, onDropped }: CarrierOptions) {
    this.#publication = publication;
    this.#progress = new ProgressWatch({
      mark: () => this.#progressMark(),
      onStalled: () => this.#ended.resolve(new RelayFailure('NO_PROGRESS')),
    });
    const { socket, streamId } = publication;
    const onBlocked = () => this.#progress.watch();
    this.#output = new FeedOutput({ feed, socket, streamId, internals, onFlowing, onBlocked, onDropped });
    this.#ackTimer = setTimeout(() => this.#askAcksByBitrate(), ACK_MS);
    void publication.ended.then(this.#ended.resolve);
  }

  counts(): CarrierCounts {
    return {
      bytesSent: this.#output.bytesTaken,
      bytesAcked: this.#publication.bytesAcked(),
      framesDropped: this.#output.framesDropped,
      queuedBytes: this.#output.queuedBytes,
    };
  }

  /** Carries until the connection ends or `signal` is aborted. Resolves with the reason; leaves nothing open. */
  async run(signal: AbortSignal): Promise<RelayFailure> {
    const onStop = () => this.#ended.resolve(new RelayFailure('CONNECTION_CLOSED'));
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    try {
      this.#output.pump();
      return await this.#ended.promise;
    } finally {
      signal.removeEventListener('abort', onStop);
      this.#progress.close();
      clearTimeout(this.#ackTimer);
      this.#output.close();
      if (signal.aborted) await this.#publication.close();
      else this.#publication.socket.destroy();
    }
  }

  /** An acknowledgement every few seconds is evidence enough, and each one wakes the process. */
  #askAcksByBitrate(): void {
    const window = Math.min(this.#output.bytesTaken, MAX_ACK_WINDOW);
    if (window > MIN_ACK_WINDOW) this.#publication.askAcks(window);
  }

  #progressMark(): number | null {
    if (!this.#output.blocked) return null;
    return this.#output.bytesTaken + this.#publication.bytesAcked();
  }
}
