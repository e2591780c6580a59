import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { type NodeInternals, nodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { NetworkRules } from './connection/network-rules.ts';
import { unlessAborted } from './deadline.ts';
import { asFailure, type RelayFailure } from './failure.ts';
import type { Feed } from './feed/feed.ts';
import { Publisher, type RelayTarget } from './publisher.ts';
import { countFailure, decideRetry, PROBE_MS, refineReason, republishesAtOnce } from './retry.ts';

export interface RelayOptions {
  target: RelayTarget;
  feed: Feed;
  network: NetworkRules;
  clock: Clock;
  /** From 0 to 1 (exclusive), for jitter. */
  random: () => number;
  /** Which of Node's internals may be used; all that this Node offers unless given. */
  internals?: NodeInternals;
  /** How far a destination may fall behind before pictures are left out, in ms; 5 s unless given. */
  mostLagMs?: number;
  /** Called after each change of status, reason, next retry or dropped frames. Not for byte counts. */
  onChange: (facts: RelayFacts) => void;
  /** The relay was live in this session before this process started: its key may still be held. */
  wasLive?: boolean;
  /** A server sent us on to this one: its address without application and query, which may be secret. */
  onRedirect?: (server: string) => void;
  /** What nobody has to know unless something is being looked for. */
  log?: { debug(fields: object, message: string): void };
}

/** Why a relay was closed. */
export type RelayCloseReason = 'PAUSED' | 'REMOVED' | 'SESSION_ENDED';

/** The longest timer there is, about 24 days: longer than any session. */
const NEVER_MS = 0x7fffffff;

/** How the next try should begin. */
type Wake = 'due' | 'asked' | 'probe';

/**
 * The work of sending one feed to one destination: connects, publishes, retries, reports. One try is `Publisher.publish`;
 * when to try again is decided by `retry.ts`. Works until `close`.
 */
export class Relay {
  readonly id: string;
  readonly #options: RelayOptions;
  readonly #publisher: Publisher;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #wake = new AbortController();
  #facts: RelayFacts = {
    status: 'CONNECTING',
    reasonCode: null,
    detail: null,
    attempts: 0,
    nextRetryAt: null,
    liveSince: null,
    bytesSent: 0,
    bytesAcked: 0,
    framesDropped: 0,
    queuedBytes: 0,
    lagMs: 0,
    dropping: 'nothing',
    audioTrack: null,
  };
  #keyTaken: boolean;
  #failures = 0;
  /** Publishes left on good terms, in a row. */
  #partings = 0;
  #hungUpBefore = false;

  constructor(options: RelayOptions) {
    this.id = options.target.id;
    this.#options = options;
    this.#publisher = this.#createPublisher(options);
    this.#keyTaken = options.wasLive ?? false;
    this.#done = Promise.resolve().then(() => this.#run());
  }

  /** A copy of what is known now. Cheap: meant to be called every second. */
  facts(): RelayFacts {
    return { ...this.#facts, ...this.#publisher.counts() };
  }

  /** Tries again at once, and counts failures from zero. Does nothing while connected. */
  retryNow(): void {
    this.#failures = 0;
    this.#wake.abort();
  }

  /** Unpublishes, hangs up and reports `DISCONNECTED` with the reason. Never rejects. */
  async close(reason: RelayCloseReason): Promise<void> {
    this.#stop.abort(reason);
    this.#wake.abort();
    await this.#done;
    this.#publisher.close();
    this.#report({
      status: 'DISCONNECTED',
      reasonCode: reason,
      detail: null,
      nextRetryAt: null,
      liveSince: null,
    });
  }

  async #run(): Promise<void> {
    let wake: Wake = 'due';
    while (!this.#stop.signal.aborted) {
      try {
        await this.#sourcePresent();
        await this.#tryOnce(wake);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        wake = await this.#recover(error, wake);
      }
    }
  }

  /** Waits while the source has no input: a destination is not dialled for nothing. */
  async #sourcePresent(): Promise<void> {
    const { feed } = this.#options;
    if (feed.hasInput) return;
    this.#report({ status: 'CONNECTING', reasonCode: 'SOURCE_ABSENT', detail: null, nextRetryAt: null });
    const { promise, resolve } = Promise.withResolvers<void>();
    const unwatch = feed.watchInput(() => feed.hasInput && resolve());
    try {
      await unlessAborted(promise, this.#stop.signal);
    } finally {
      unwatch();
    }
  }

  #createPublisher({ internals, log, ...options }: RelayOptions): Publisher {
    const { target } = options;
    return new Publisher({
      ...options,
      internals: internals ?? nodeInternals('auto'),
      onLive: () => this.#reportLive(),
      onDropped: () => this.#report({}),
      onUnreadable: (commands) =>
        log?.debug({ destinationId: target.id, commands }, 'passed over commands that could not be read'),
    });
  }

  /** One publish from dialling to its end. Always throws the reason why it ended. */
  async #tryOnce(wake: Wake): Promise<never> {
    if (wake !== 'probe') this.#reportTry(wake);
    throw await this.#publisher.publish(this.#stop.signal, () => {
      if (wake === 'probe') this.#facts.attempts += 1;
    });
  }

  /** A quiet try stays quiet: the status is `ERROR` until the destination accepts again. */
  #reportTry(wake: Wake): void {
    const { status, reasonCode } = this.#facts;
    this.#facts.attempts += 1;
    this.#report({
      status: wake === 'asked' || status !== 'ERROR' ? 'CONNECTING' : 'ERROR',
      reasonCode: reasonCode === 'SOURCE_ABSENT' ? null : reasonCode,
      nextRetryAt: null,
    });
  }

  #reportLive(): void {
    this.#keyTaken = true;
    this.#hungUpBefore = false;
    const liveSince = this.#options.clock();
    const fine = { reasonCode: null, detail: null, nextRetryAt: null };
    if (this.#facts.status === 'ERROR') this.#report({ status: 'CONNECTING', ...fine });
    this.#report({ status: 'LIVE', ...fine, liveSince });
  }

  async #recover(error: unknown, wake: Wake): Promise<Wake> {
    const failure = asFailure(error);
    if (wake === 'probe' && failure.beforeConnection && this.#facts.nextRetryAt !== null) {
      return this.#pause(this.#facts.nextRetryAt, true);
    }
    if (failure.isParting && this.#parts(failure)) return 'due';
    const now = this.#options.clock();
    const past = { keyTaken: this.#keyTaken, hungUpBefore: this.#hungUpBefore };
    const reasonCode = refineReason(failure, past);
    this.#hungUpBefore = failure.afterKey;
    this.#failures = countFailure(this.#failures, this.#liveMs());
    const decision = decideRetry({
      reason: reasonCode,
      // What looks like a wrong key is confirmed soon, however many tries came before.
      failures: failure.afterKey && !past.keyTaken ? 1 : this.#failures,
      random: this.#options.random(),
    });
    const nextRetryAt = decision.waitMs === null ? null : now + decision.waitMs;
    this.#report({
      status: decision.status,
      reasonCode,
      detail: failure.detail,
      nextRetryAt,
      liveSince: null,
    });
    return this.#pause(nextRetryAt, decision.probe);
  }

  /** Reports that the next publish follows at once; false when that has happened too often. */
  #parts({ reason, detail }: RelayFailure): boolean {
    this.#keyTaken = true;
    this.#partings = countFailure(this.#partings, this.#liveMs());
    if (!republishesAtOnce(this.#partings)) return false;
    this.#report({ status: 'CONNECTING', reasonCode: reason, detail, nextRetryAt: null, liveSince: null });
    return true;
  }

  #liveMs(): number | null {
    const { liveSince } = this.#facts;
    return liveSince === null ? null : this.#options.clock() - liveSince;
  }

  /** Waits until the next try is due or requested. With `probe`, until the port has been checked once at most. */
  async #pause(until: number | null, probe: boolean): Promise<Wake> {
    this.#wake = new AbortController();
    const { signal } = this.#wake;
    if (this.#stop.signal.aborted) return 'asked';
    const left = until === null ? NEVER_MS : Math.max(0, until - this.#options.clock());
    try {
      await sleep(probe ? Math.min(left, PROBE_MS) : left, undefined, { signal });
    } catch {
      return 'asked';
    }
    return probe && left > PROBE_MS ? 'probe' : 'due';
  }

  #report(change: Partial<RelayFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    this.#options.onChange(this.facts());
  }
}
