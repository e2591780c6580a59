import { setTimeout as pause } from 'node:timers/promises';
import type {
  NodeSnapshot,
  RefusedSession,
  SnapshotAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import { backoffMs } from '@neustream/shared/kernel/backoff.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Logger } from 'pino';

/** Changes within this time are sent in one snapshot, in ms. */
const COALESCE_MS = 150;
const BUSY_EVERY_MS = 1000;
const IDLE_EVERY_MS = 2000;
const AFTER_FAILURES = { firstMs: 250, longestMs: 2000 };
/** How long stopping waits for the API, in ms. */
const LAST_WORD_MS = 1000;

export interface SnapshotPusherDeps {
  /** This node's facts under this number. Changes nothing. */
  report(seq: number): NodeSnapshot;
  /** Adds to the timelines what is reported once per snapshot sent. */
  beforeSending(): void;
  send(snapshot: NodeSnapshot): Promise<SnapshotAnswer>;
  /** The API's answer to exactly this snapshot. Never called when it did not answer. */
  apply(answer: SnapshotAnswer, snapshot: NodeSnapshot): void;
  log: Logger;
  now: Clock;
}

/** Pause before the next try after this many failures in a row, in ms. */
export function retryPause(failures: number): number {
  return backoffMs(failures, AFTER_FAILURES);
}

/** Sends this node's facts to the API: soon after a change, and at least every second while there are sessions. */
export class SnapshotPusher {
  readonly #deps: SnapshotPusherDeps;
  readonly #stopping = new AbortController();
  /** Number of the next snapshot; grows by one with each one sent. */
  #nextSeq = 0;
  #failures = 0;
  /** What was refused of the previous snapshot, as JSON. */
  #refused = '[]';
  #wake: (() => void) | null = null;
  #changed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: SnapshotPusherDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** The current facts, under the number last sent. Two calls without a change in between return equal values. */
  look(): NodeSnapshot {
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
      const sessions = await this.#push();
      if (signal.aborted) return;
      if (this.#failures > 0) await this.#rest(retryPause(this.#failures));
      else await this.#untilDue(sessions > 0 ? BUSY_EVERY_MS : IDLE_EVERY_MS);
    }
  }

  async #push(): Promise<number> {
    this.#deps.beforeSending();
    const snapshot = this.#deps.report(this.#nextSeq);
    this.#nextSeq += 1;
    try {
      const answer = await this.#deps.send(snapshot);
      if (this.#failures > 0) this.#deps.log.info('the API answers again');
      this.#failures = 0;
      this.#deps.apply(answer, snapshot);
      this.#logRefused(answer.refused ?? []);
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1)
        this.#deps.log.warn({ err: error }, 'the API cannot be reached; relays carry on');
    }
    return snapshot.sessions.length;
  }

  /** One line whenever the set of refused sessions changes, not one per snapshot. */
  #logRefused(refused: readonly RefusedSession[]): void {
    const seen = JSON.stringify(refused);
    if (seen !== this.#refused && refused.length > 0)
      this.#deps.log.warn({ refused }, 'the API cannot read the report about some sessions');
    this.#refused = seen;
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
    if (this.#changed) await this.#rest(Math.min(COALESCE_MS, Math.max(0, due - this.#deps.now())));
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
