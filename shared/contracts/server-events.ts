import { z } from 'zod';
import { LIVE_CLIENT_EVENTS, LIVE_SERVER_EVENTS } from '../live/socket-events.ts';
import { type EventPayload, events } from './event.ts';
import { mergeEvents } from './merge.ts';

/** The socket edge between server and screens (socket.io). */

export const CLIENT_EVENTS = mergeEvents(LIVE_CLIENT_EVENTS);

const COMMON = events({
  error: {
    summary: 'The last message sent could not be acted on',
    payload: z.object({ message: z.string(), code: z.string() }),
  },
});

export const SERVER_EVENTS = mergeEvents(COMMON, LIVE_SERVER_EVENTS);

export type ClientEventName = keyof typeof CLIENT_EVENTS;
export type ServerEventName = keyof typeof SERVER_EVENTS;
export type ClientEvent<N extends ClientEventName> = EventPayload<typeof CLIENT_EVENTS, N>;
export type ServerEvent<N extends ServerEventName> = EventPayload<typeof SERVER_EVENTS, N>;
