import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { RelayFacts } from '@neustream/shared/live/facts.ts';
import { RELAY_TRANSITIONS } from '@neustream/shared/live/relay.ts';
import type { NetworkRules } from '../connection/network-rules.ts';
import { Feed } from '../feed/feed.ts';
import { Relay, type RelayOptions } from '../relay.ts';
import type { Login } from '../rtmp/login.ts';
import { testInternals } from './internals.ts';
import { audio, interFrame, keyFrame, opening, sound, video } from './media.ts';

export const LOCAL_NETWORK: NetworkRules = { allowPrivate: true, allowedPorts: null };

/** A feed that an encoder fills with a frame every 20 ms and a key frame every 10 frames. */
export class TestEncoder implements Disposable {
  readonly feed: Feed;
  readonly #frameBytes: number;
  #timer: NodeJS.Timeout | null = null;
  #frame = 0;

  constructor({ frameBytes = 500 }: { frameBytes?: number } = {}) {
    this.feed = new Feed({ clock: Date.now });
    this.#frameBytes = frameBytes;
  }

  get frames(): number {
    return this.#frame;
  }

  /** @param headers what it sends before its first frame */
  start(headers = opening()): this {
    this.feed.beginInput();
    for (const message of headers) this.feed.push(message);
    this.#timer = setInterval(() => this.#tick(), 20);
    return this;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.feed.endInput();
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  #tick(): void {
    const at = this.#frame * 20;
    const key = this.#frame % 10 === 0;
    this.feed.push(video(at, key ? keyFrame(this.#frameBytes) : interFrame(this.#frameBytes)));
    this.feed.push(audio(at, sound()));
    this.feed.flush();
    this.#frame += 1;
  }
}

/** A relay that records what it reports. */
export class WatchedRelay implements AsyncDisposable {
  readonly relay: Relay;
  readonly reports: RelayFacts[] = [];

  constructor(
    options: Pick<RelayOptions, 'feed'> & {
      address: string;
      key?: string;
      login?: Login;
    } & Partial<RelayOptions>,
  ) {
    const { address, key = 'live_canary_key', login = null, ...rest } = options;
    this.relay = new Relay({
      target: { id: 'd1', address, streamKey: new Secret(key), login },
      network: LOCAL_NETWORK,
      internals: testInternals(),
      clock: Date.now,
      random: () => 0.5,
      onChange: (facts) => this.reports.push(facts),
      ...rest,
    });
  }

  get facts(): RelayFacts {
    return this.relay.facts();
  }

  /** Every status that was reported, without repeats. */
  get statuses(): string[] {
    return this.reports.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
  }

  /** Steps that `RELAY_TRANSITIONS` does not allow. */
  get illegalSteps(): string[] {
    const steps = this.reports.map(({ status }, index) => ({
      from: this.reports[index - 1]?.status ?? status,
      to: status,
    }));
    return steps
      .filter(({ from, to }) => from !== to && !RELAY_TRANSITIONS[from].includes(to))
      .map(({ from, to }) => `${from} to ${to}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.relay.close('SESSION_ENDED');
  }
}
