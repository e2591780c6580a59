import type { RelayView } from '@neustream/shared/live/schemas.ts';
import type { Tone } from '../../ui/status-pill.tsx';

/** What a destination's row says; keys of the texts `relay.status`. */
export type RelayLook =
  | 'live'
  | 'connecting'
  | 'reconnecting'
  | 'waiting'
  | 'error'
  | 'paused'
  | 'removed'
  | 'ended'
  | 'ready'
  | 'off';

export const LOOK_TONES: Record<RelayLook, Tone> = {
  live: 'ok',
  connecting: 'info',
  reconnecting: 'wait',
  waiting: 'neutral',
  error: 'bad',
  paused: 'neutral',
  removed: 'neutral',
  ended: 'neutral',
  ready: 'neutral',
  off: 'neutral',
};

/** Networks delay what is sent and what confirms it; nobody has to hear of that. */
const USUAL_LAG_MS = 1500;

/** How a relay is shown. `active` counts only for a saved destination outside a session. */
export function relayLook(relay: RelayView | null, active: boolean): RelayLook {
  if (relay === null) return active ? 'ready' : 'off';
  if (relay.status === 'LIVE') return 'live';
  if (relay.reason_code === 'REMOVED') return 'removed';
  if (relay.paused || relay.reason_code === 'PAUSED') return 'paused';
  if (relay.reason_code === 'SOURCE_ABSENT') return 'waiting';
  if (relay.status === 'ERROR') return 'error';
  if (relay.status === 'DISCONNECTED') return relay.reason_code === 'SESSION_ENDED' ? 'ended' : 'waiting';
  return relay.attempts > 1 || relay.reason_code !== null ? 'reconnecting' : 'connecting';
}

/** Whether a relay that sends leaves out a part of the picture, because its destination is too slow. */
export function isReduced(relay: RelayView | null): boolean {
  return relay?.status === 'LIVE' && relay.dropping !== 'nothing';
}

/** How far behind its destination is, in whole seconds; 0 for what is no more than usual. */
export function secondsBehind({ lag_ms }: RelayView): number {
  return lag_ms < USUAL_LAG_MS ? 0 : Math.round(lag_ms / 1000);
}

/** Whether the row has a failure to explain, with whose fault it is and what to do. */
export function hasProblem(look: RelayLook): boolean {
  return look === 'error' || look === 'reconnecting';
}
