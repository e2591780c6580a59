import {
  CONNECTION_TEST_MS,
  type ConnectionTestAnswer,
  type ConnectionTestRequest,
} from '@neustream/shared/contracts/connection-test.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { NetworkRules } from '../connection/network-rules.ts';
import { loginOf } from '../rtmp/login.ts';
import { testConnection } from './connection-test.ts';

export interface ConnectionTestsDeps {
  network: NetworkRules;
  /** Whether a session of this node sends to the destination. */
  isSending(destinationId: string): boolean;
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
}

/** Connections held open for tests are few beside those of relays. */
const MOST_AT_ONCE = 8;

/** The tests of connections that a node is doing. None of them gets in the way of a relay. */
export class ConnectionTests {
  readonly #deps: ConnectionTestsDeps;
  readonly #underWay = new Map<string, AbortController>();

  constructor(deps: ConnectionTestsDeps) {
    this.#deps = deps;
  }

  /**
   * Tests one destination.
   * @throws the signal's reason when whoever asked has gone
   */
  async run(
    { destinationId, address, streamKey, username, password }: ConnectionTestRequest,
    signal: AbortSignal,
  ): Promise<ConnectionTestAnswer> {
    const { network, isSending, steady } = this.#deps;
    if (isSending(destinationId)) return { outcome: 'sending' };
    if (this.#underWay.size >= MOST_AT_ONCE || this.#underWay.has(destinationId)) return { outcome: 'busy' };
    const relayOpens = new AbortController();
    this.#underWay.set(destinationId, relayOpens);
    const ends = AbortSignal.any([signal, relayOpens.signal]);
    const login = loginOf({ username, password });
    const withinMs = CONNECTION_TEST_MS;
    try {
      return await testConnection({ address, streamKey, login, network, withinMs, signal: ends, steady });
    } catch (error) {
      if (relayOpens.signal.aborted) return { outcome: 'sending' };
      throw error;
    } finally {
      this.#underWay.delete(destinationId);
    }
  }

  /** Hangs up at once where a relay is about to publish: a platform takes a key once only. */
  giveWayTo(destinationId: string): void {
    this.#underWay.get(destinationId)?.abort();
  }
}
