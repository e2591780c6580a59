import {
  SERVER_EVENTS,
  type ServerEvent,
  type ServerEventName,
} from '@neustream/shared/contracts/server-events.ts';
import { io } from 'socket.io-client';

export interface LiveSocket {
  /** Subscribes to snapshots of a source; the current one comes at once. Call the result to stop. */
  watch(sourceId: string): () => void;
  /** Calls the listener with each event of this name that fits the contract. Call the result to stop. */
  on<N extends ServerEventName>(name: N, listener: (event: ServerEvent<N>) => void): () => void;
  /** Ends the connection; the next `watch` opens one for whoever is signed in then. */
  close(): void;
}

export interface SocketOptions {
  onConnected: (connected: boolean) => void;
  /** Renews the session when the server refused the socket. */
  refresh: () => Promise<boolean>;
}

/** One socket for the page; after every reconnect it rejoins what is being watched. */
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

  function on<N extends ServerEventName>(name: N, listener: (event: ServerEvent<N>) => void): () => void {
    const receive = (payload: unknown): void => {
      const event = SERVER_EVENTS[name].payload.safeParse(payload);
      if (event.success) listener(event.data as ServerEvent<N>);
    };
    // The names are those of the contract; socket.io's own types know only its reserved ones.
    const events: { on: EventSwitch; off: EventSwitch } = socket;
    events.on(name, receive);
    return () => events.off(name, receive);
  }

  return { watch, on, close: () => socket.disconnect() };
}

type EventSwitch = (name: string, listener: (payload: unknown) => void) => unknown;
