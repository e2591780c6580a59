import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { SessionStatus } from '@neustream/shared/live/session.ts';
import type { Tone } from '../ui/status-pill.tsx';

/** What the head of the live page says; keys of the texts `live.status_…`. */
export type SessionLook = 'offline' | 'starting' | 'connecting' | 'live' | 'ending' | 'error';

export const SESSION_TONES: Record<SessionLook, Tone> = {
  offline: 'neutral',
  starting: 'wait',
  connecting: 'info',
  live: 'live',
  ending: 'wait',
  error: 'bad',
};

const BY_STATUS: Record<SessionStatus, SessionLook> = {
  STARTING: 'starting',
  LIVE: 'live',
  ENDING: 'ending',
  ENDED: 'offline',
  ERROR: 'error',
};

/** `starting` waits for the encoder; `connecting` has it and waits for the first destination. */
export function sessionLook(session: SessionView | null): SessionLook {
  if (session === null) return 'offline';
  if (session.status === 'STARTING' && session.ingest.status === 'publishing') return 'connecting';
  return BY_STATUS[session.status];
}
