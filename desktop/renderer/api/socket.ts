import { SERVER_EVENTS, type ServerEvent } from '@neustream/shared/contracts/server-events.ts';
import { io } from 'socket.io-client';

export interface LiveSocket {
  /** Asks for snapshots of a source; the current one comes at once. Call the result to stop. */
  watch(sourceId: string): () => void;
  close(): void;
}

export interface SocketOptions {
  onStatus: (event: ServerEvent<'stream-status'>) => void;
  onEnded: (event: ServerEvent<'stream-ended'>) => void;
  onConnected: (connected: boolean) => void;
  /** Renews the session when the server refused the socket. */
  refresh: () => Promise<boolean>;
}

/** One socket for the page; it joins again what is watched after every reconnect. */
export function createLiveSocket(options: SocketOptions): LiveSocket {
  const watchers = new Map<string, number>();
  const socket = io({ autoConnect: false, reconnectionDelay: 500, reconnectionDelayMax: 5000 });

  socket.on('connect', () => {
    options.onConnected(true);
    for (const sourceId of watchers.keys()) socket.emit('join-stream', { sourceId });
  });
  socket.on('disconnect', (reason) => {
    options.onConnected(false);
    // After this reason socket.io does not reconnect by itself.
    if (reason === 'io server disconnect' && watchers.size > 0) reopen();
  });
  socket.on('connect_error', () => {
    options.onConnected(false);
    if (!socket.active) reopen();
  });
  socket.on('stream-status', (payload: unknown) => {
    const event = SERVER_EVENTS['stream-status'].payload.safeParse(payload);
    if (event.success) options.onStatus(event.data);
  });
  socket.on('stream-ended', (payload: unknown) => {
    const event = SERVER_EVENTS['stream-ended'].payload.safeParse(payload);
    if (event.success) options.onEnded(event.data);
  });

  function reopen(): void {
    options
      .refresh()
      .then((signedIn) => {
        if (signedIn && watchers.size > 0) socket.connect();
      })
      .catch(() => setTimeout(reopen, 3000));
  }

  function watch(sourceId: string): () => void {
    const before = watchers.get(sourceId) ?? 0;
    watchers.set(sourceId, before + 1);
    if (!socket.active) socket.connect();
    else if (before === 0 && socket.connected) socket.emit('join-stream', { sourceId });
    return () => {
      const left = (watchers.get(sourceId) ?? 1) - 1;
      if (left > 0) {
        watchers.set(sourceId, left);
        return;
      }
      watchers.delete(sourceId);
      if (socket.connected) socket.emit('leave-stream', { sourceId });
    };
  }

  return { watch, close: () => socket.close() };
}
