import { z } from 'zod';
import { sessionView } from '../live/schemas.ts';

/** The socket edge between server and screens (socket.io): event name → payload. */

const room = z.object({ sourceId: z.uuid() });

export const CLIENT_EVENTS = {
  'join-stream': room,
  'leave-stream': room,
} as const;

export const SERVER_EVENTS = {
  /** A whole numbered snapshot, so that a screen that missed any is right again after one. */
  'stream-status': z.object({
    sourceId: z.string(),
    status: z.enum(['starting', 'live', 'offline']),
    session: sessionView.nullable(),
  }),
  'stream-ended': z.object({ sourceId: z.string(), sessionId: z.string(), duration_minutes: z.number() }),
  error: z.object({ message: z.string(), code: z.string() }),
} as const;

export type ClientEventName = keyof typeof CLIENT_EVENTS;
export type ServerEventName = keyof typeof SERVER_EVENTS;
export type ClientEvent<N extends ClientEventName> = z.infer<(typeof CLIENT_EVENTS)[N]>;
export type ServerEvent<N extends ServerEventName> = z.infer<(typeof SERVER_EVENTS)[N]>;
