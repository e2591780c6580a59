import { Socket, type SocketConstructorOpts } from 'node:net';

/** Reads into one buffer; the callback says whether to go on reading. */
export type OwnBuffer = NonNullable<SocketConstructorOpts['onread']>;

/** Whether this Node shows the handles of its sockets. */
export const canTakeHandles = '_handle' in new Socket();

/**
 * A socket that reads what an accepted one would have read, into a buffer of ours; use it from then on, the two end
 * together. Node gives `onread` to a constructor only, hence a new socket on the same handle. The server must accept
 * with `pauseOnConnect`. Null for others than plain TCP sockets, which keep their handle.
 */
export function ownBufferSocket(accepted: Socket, onread: OwnBuffer): Socket | null {
  const handle: unknown = '_handle' in accepted ? accepted._handle : null;
  if (accepted.constructor !== Socket || handle === null) return null;
  const options: SocketConstructorOpts = { onread, readable: true, writable: true };
  const socket = new Socket(Object.assign(options, { handle }));
  // The accepted socket stays what its server counts and closes.
  Object.assign(accepted, { _handle: null });
  accepted.once('close', () => socket.destroy());
  socket.once('close', () => accepted.destroy());
  return socket;
}
