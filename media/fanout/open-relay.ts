import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import { loginOf, type NetworkRules, Relay } from '../relay/public.ts';
import type { LiveSessionDeps } from './live-session.ts';

export interface RelayOpenerDeps {
  network: NetworkRules;
  internals: NodeInternals;
  now: Clock;
  /** How far a destination may fall behind before pictures are left out, in ms. */
  mostLagMs: number;
  /** From 0 to 1 (exclusive), for jitter. */
  random: () => number;
  log: Logger;
}

/** Opens the engine's relays for planned destinations. */
export function relayOpener({
  network,
  internals,
  now,
  mostLagMs,
  random,
  log,
}: RelayOpenerDeps): LiveSessionDeps['openRelay'] {
  return ({ destination, feed, onChange, onRedirect, wasLive }) => {
    const { id, address, streamKey, audioTrack } = destination;
    return new Relay({
      target: { id, address, streamKey, audioTrack, login: loginOf(destination) },
      feed,
      network,
      internals,
      clock: now,
      mostLagMs,
      random,
      onChange,
      onRedirect,
      wasLive,
      log,
    });
  };
}
