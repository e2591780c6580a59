import { setTimeout as sleep } from 'node:timers/promises';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { type NodeInternals, nodeInternals } from '@neustream/shared/node/internals/internals.ts';
import { openPublication } from './attempt.ts';
import { Carrier } from './carrier.ts';
import { asFailure } from './failure.ts';
import type { Feed } from './feed/feed.ts';
import type { NetworkRules } from './network-rules.ts';
import { countFailure, decideRetry, PROBE_MS, refineReason } from './retry.ts';

export interface RelayTarget {
  id: string;
  /** `rtmp://` or `rtmps://` address without the key. */
  address: string;
  streamKey: Secret;
  /** Which sound track it gets, counted from 0: the first unless given; `all` for every track of sound and picture. */
  audioTrack?: number | 'all';
}

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
}

/** Why a relay was closed. */
export type RelayCloseReason = 'PAUSED' | 'REMOVED' | 'SESSION_ENDED';

/** The longest timer there is, about 24 days: longer than any session. */
const NEVER_MS = 0x7fffffff;

/** How the next try should begin. */
type Wake = 'due' | 'asked' | 'probe';

/**
 * The work of sending one feed to one destination: connects, publishes, retries, reports. One try is `openPublication`;
 * when to try again is decided by `retry.ts`. Works until `close`.
 */
export class Relay {
  readonly id: string;
  readonly #options: RelayOptions;
  readonly #internals: NodeInternals;
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
  #carrier: Carrier | null = null;
  #everLive: boolean;
  #failures = 0;

  constructor(options: RelayOptions) {
    this.id = options.target.id;
    this.#options = options;
    this.#internals = options.internals ?? nodeInternals('auto');
    this.#everLive = options.wasLive ?? false;
    this.#done = Promise.resolve().then(() => this.#run());
  }

  /** A copy of what is known now. Cheap: meant to be called every second. */
  facts(): RelayFacts {
    return this.#carrier ? this.#total(this.#carrier) : { ...this.#facts };
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
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const unwatch = feed.watchInput(() => feed.hasInput && resolve());
    const onStop = () => reject(this.#stop.signal.reason);
    this.#stop.signal.addEventListener('abort', onStop, { once: true });
    try {
      await promise;
    } finally {
      unwatch();
      this.#stop.signal.removeEventListener('abort', onStop);
    }
  }

  /** One connection from dialling to its end. Always throws the reason why it ended. */
  async #tryOnce(wake: Wake): Promise<never> {
    const { target, network, feed, mostLagMs } = this.#options;
    const signal = this.#stop.signal;
    if (wake !== 'probe') this.#reportTry(wake);
    const address = parseRtmpAddress(target.address);
    const publication = await openPublication({ address, streamKey: target.streamKey, network, signal });
    if (wake === 'probe') this.#facts.attempts += 1;
    if (this.#facts.status === 'ERROR') this.#report({ status: 'CONNECTING', nextRetryAt: null });
    const onFlowing = () => this.#reportLive();
    const carrier = new Carrier({
      publication,
      feed,
      internals: this.#internals,
      audioTrack: target.audioTrack,
      mostLagMs,
      onFlowing,
      onDropped: () => this.#report({}),
    });
    this.#carrier = carrier;
    const failure = await carrier.run(signal);
    this.#carrier = null;
    this.#facts = {
      ...this.#total(carrier),
      queuedBytes: 0,
      lagMs: 0,
      dropping: 'nothing',
      audioTrack: null,
    };
    throw failure;
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
    this.#everLive = true;
    const liveSince = this.#options.clock();
    this.#report({ status: 'LIVE', reasonCode: null, detail: null, nextRetryAt: null, liveSince });
  }

  #total(carrier: Carrier): RelayFacts {
    const { bytesSent, bytesAcked, framesDropped, ...present } = carrier.counts();
    return {
      ...this.#facts,
      ...present,
      bytesSent: this.#facts.bytesSent + bytesSent,
      bytesAcked: this.#facts.bytesAcked + bytesAcked,
      framesDropped: this.#facts.framesDropped + framesDropped,
    };
  }

  async #recover(error: unknown, wake: Wake): Promise<Wake> {
    const failure = asFailure(error);
    if (wake === 'probe' && failure.beforeConnection && this.#facts.nextRetryAt !== null) {
      return this.#pause(this.#facts.nextRetryAt, true);
    }
    const now = this.#options.clock();
    const { liveSince } = this.#facts;
    const reasonCode: RelayReasonCode = refineReason(failure, this.#everLive);
    this.#failures = countFailure(this.#failures, liveSince === null ? null : now - liveSince);
    const decision = decideRetry({
      reason: reasonCode,
      failures: this.#failures,
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
