import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@neustream/shared/kernel/backoff.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Logger } from 'pino';

const AFTER_FAILURES = { firstMs: 250, longestMs: 2000 };
/** How long stopping waits for an answer, in ms. */
const LAST_WORD_MS = 1000;

export interface SnapshotPusherDeps<Snapshot, Answer> {
  /** Who takes the snapshots, in words for the log. */
  taker: string;
  /** The facts under this number. Changes nothing. */
  report(seq: number): Snapshot;
  /** Adds to the timelines what is reported once per snapshot sent. */
  beforeSending(): void;
  send(snapshot: Snapshot): Promise<Answer>;
  /** The answer to exactly this snapshot. Never called when there was none. */
  apply(answer: Answer, snapshot: Snapshot): void;
  /** Changes within this time are sent in one snapshot, in ms. */
  coalesceMs: number;
  /** The next snapshot after this one is sent within so many ms, also without a change. */
  everyMs(snapshot: Snapshot): number;
  log: Logger;
  now: Clock;
}

/** Pause before the next try after this many failures in a row, in ms. */
export function retryPause(failures: number): number {
  return backoffMs(failures, AFTER_FAILURES);
}

/** Sends this process's facts as whole numbered snapshots: soon after a change, and at least every so often. */
export class SnapshotPusher<Snapshot, Answer> {
  readonly #deps: SnapshotPusherDeps<Snapshot, Answer>;
  readonly #stopping = new AbortController();
  /** Number of the next snapshot; grows by one with each one sent. */
  #nextSeq = 0;
  #failures = 0;
  #wake: (() => void) | null = null;
  #changed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: SnapshotPusherDeps<Snapshot, Answer>) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The current facts, under the number last sent. Two calls without a change in between return equal values. */
  look(): Snapshot {
    return this.#deps.report(Math.max(0, this.#nextSeq - 1));
  }

  /** Something changed: send it soon. */
  changed(): void {
    this.#changed = true;
    this.#wake?.();
  }

  /** Sends the last facts once more and stops. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await Promise.race([this.#running.then(() => this.#push()), pause(LAST_WORD_MS)]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#changed = false;
      const sent = await this.#push();
      if (signal.aborted) return;
      if (this.#failures > 0) await this.#rest(retryPause(this.#failures));
      else await this.#untilDue(this.#deps.everyMs(sent));
    }
  }

  async #push(): Promise<Snapshot> {
    const { taker, log } = this.#deps;
    this.#deps.beforeSending();
    const snapshot = this.#deps.report(this.#nextSeq);
    this.#nextSeq += 1;
    try {
      const answer = await this.#deps.send(snapshot);
      if (this.#failures > 0) log.info(`${taker} answers again`);
      this.#failures = 0;
      this.#deps.apply(answer, snapshot);
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1) log.warn({ err: error }, `${taker} cannot be reached; relays carry on`);
    }
    return snapshot;
  }

  async #untilDue(ms: number): Promise<void> {
    const due = this.#deps.now() + ms;
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    const { coalesceMs, now } = this.#deps;
    if (this.#changed) await this.#rest(Math.min(coalesceMs, Math.max(0, due - now())));
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
