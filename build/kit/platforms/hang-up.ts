import type { Socket } from 'node:net';

/** How long a connection that was ended is still read from. */
const GOODBYE_MS = 500;

/**
 * Ends a connection the way a closing server does. Closing a socket with unread bytes in it resets the connection
 * instead: so the goodbye goes first, and whatever arrives meanwhile is still read.
 */
export function hangUp(socket: Socket, how: 'end' | 'reset'): void {
  if (how === 'reset') reset(socket);
  else {
    socket.end();
    setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
  }
}

/** Breaks a connection, as far as it can be. */
export function reset(socket: Socket): void {
  try {
    socket.resetAndDestroy();
  } catch {
    // A TLS socket has no handle that could be reset.
    socket.destroy();
  }
}
