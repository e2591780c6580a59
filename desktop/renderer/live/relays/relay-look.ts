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

/** Whether the row has a failure to explain, with whose fault it is and what to do. */
export function hasProblem(look: RelayLook): boolean {
  return look === 'error' || look === 'reconnecting';
}
