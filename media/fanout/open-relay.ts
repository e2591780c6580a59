import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { type NetworkRules, Relay } from '../relay/public.ts';
import type { LiveSessionDeps } from './live-session.ts';

export interface RelayOpenerDeps {
  network: NetworkRules;
  now: Clock;
  /** From 0 up to 1, for jitter. */
  random: () => number;
}

/** Opens relays of the engine for planned destinations. */
export function relayOpener({ network, now, random }: RelayOpenerDeps): LiveSessionDeps['openRelay'] {
  return ({ destination: { id, address, streamKey }, feed, onChange, wasLive }) =>
    new Relay({ target: { id, address, streamKey }, feed, network, clock: now, random, onChange, wasLive });
}
