import { Socket, type SocketConstructorOpts } from 'node:net';

/** Reads into one buffer; the callback says whether to continue reading. */
export type OwnBuffer = NonNullable<SocketConstructorOpts['onread']>;

/** Whether this Node exposes the handles of its sockets. */
export const canTakeHandles = '_handle' in new Socket();

/**
 * A socket that takes over reading from an accepted one, into a buffer of ours. Use it from then on; the two end
 * together. Node accepts `onread` only in a constructor, hence a new socket on the same handle. The server must accept
 * with `pauseOnConnect`. Null for anything but a plain TCP socket, which then keeps its handle.
 */
export function ownBufferSocket(accepted: Socket, onread: OwnBuffer): Socket | null {
  const handle: unknown = '_handle' in accepted ? accepted._handle : null;
  if (accepted.constructor !== Socket || handle === null) return null;
  const options: SocketConstructorOpts = { onread, readable: true, writable: true };
  const socket = new Socket(Object.assign(options, { handle }));
  // The server still counts and closes the accepted socket.
  Object.assign(accepted, { _handle: null });
  accepted.once('close', () => socket.destroy());
  socket.once('close', () => accepted.destroy());
  return socket;
}
