import { z } from 'zod';
import { events } from '../contracts/event.ts';
import { bySource } from '../contracts/parameters.ts';
import { sessionView } from './schemas.ts';

/** What a screen may send. */
export const LIVE_CLIENT_EVENTS = events({
  'join-stream': { summary: 'Show me this source; its current status comes at once', payload: bySource },
  'leave-stream': { summary: 'No longer show me this source', payload: bySource },
});

/** What a screen is sent of the sources it shows. */
export const LIVE_SERVER_EVENTS = events({
  'stream-status': {
    summary: 'A whole numbered snapshot, so that a screen that missed any is right again after one',
    payload: z.object({
      sourceId: z.string(),
      status: z.enum(['starting', 'live', 'offline']),
      session: sessionView.nullable(),
    }),
  },
  'stream-ended': {
    summary: 'The session of a source is over',
    payload: z.object({ sourceId: z.string(), sessionId: z.string(), duration_minutes: z.number() }),
  },
});
