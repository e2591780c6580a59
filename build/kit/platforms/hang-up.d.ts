import type { Socket } from 'node:net';
/**
 * Ends a connection the way a closing server does. Closing a socket with unread bytes in it resets the connection
 * instead: so the goodbye goes first, and whatever arrives meanwhile is still read.
 */
export declare function hangUp(socket: Socket, how: 'end' | 'reset'): void;
/** Breaks a connection, as far as it can be. */
export declare function reset(socket: Socket): void;
