import { z } from 'zod';
import { events } from '../contracts/event.ts';
import { bySource } from '../contracts/parameters.ts';
import { sessionView } from './schemas.ts';

/** What a screen may send. */
export const LIVE_CLIENT_EVENTS = events({
  'join-stream': {
    summary: 'Subscribe to this source; its current status is sent at once',
    payload: bySource,
  },
  'leave-stream': { summary: 'Unsubscribe from this source', payload: bySource },
});

/** What a screen receives about the sources it shows. */
export const LIVE_SERVER_EVENTS = events({
  'stream-status': {
    summary: 'A whole numbered snapshot: a screen that missed some is up to date again after the next one',
    payload: z.object({
      sourceId: z.string(),
      status: z.enum(['starting', 'live', 'offline']),
      session: sessionView.nullable(),
    }),
  },
  'stream-ended': {
    summary: 'The session of a source has ended',
    payload: z.object({ sourceId: z.string(), sessionId: z.string(), duration_minutes: z.number() }),
  },
});
