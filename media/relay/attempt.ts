import type { Socket } from 'node:net';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import {
  type Connection,
  type ConnectionOptions,
  isRefusal,
  openConnection,
  rejected,
} from './connection.ts';
import { RelayFailure } from './failure.ts';
import { readStatus } from './rtmp/status.ts';

/** How long a server may take to hang up after we have said goodbye. */
const GOODBYE_MS = 500;

/** An accepted publish: media may be written to the socket. */
export interface Publication {
  socket: Socket;
  streamId: number;
  /** Bytes that the server has acknowledged so far. */
  bytesAcked: () => number;
  /** Whether that count can be believed. */
  acksCredible: () => boolean;
  /** Calls back after each acknowledgement. */
  watchAcks: (watcher: () => void) => void;
  /** Asks the server to acknowledge every so many bytes. */
  askAcks: (bytes: number) => void;
  /** Settles, with the reason, when the connection ends or the server stops the publish. Never rejects. */
  ended: Promise<RelayFailure>;
  /** Unpublishes properly and hangs up, within half a second. */
  close: () => Promise<void>;
}

/**
 * One try: dial, handshake, connect, publish, each with its own deadline.
 * @throws RelayFailure with the reason, or the signal's reason when aborted
 */
export async function openPublication(options: ConnectionOptions): Promise<Publication> {
  const { streamKey } = options;
  const connection = await openConnection(options);
  const { socket, client, ended } = connection;
  try {
    const streamId = await publish(connection, streamKey);
    options.onStep?.('publish');
    const { link } = client;
    const close = () => sayGoodbye(connection, { streamKey, streamId });
    const askAcks = (bytes: number) => socket.writable && socket.write(link.askedWindow(bytes));
    return {
      socket,
      streamId,
      bytesAcked: () => link.bytesAcked,
      acksCredible: () => link.acksCredible,
      watchAcks: (watcher) => {
        link.onAcknowledged = watcher;
      },
      askAcks,
      ended,
      close,
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function publish({ client, answered }: Connection, streamKey: Secret): Promise<number> {
  const key = streamKey.reveal();
  client.notify('releaseStream', [key]);
  client.notify('FCPublish', [key]);
  const created = await answered(client.call('createStream', [null]));
  const streamId = created.args.find((value) => typeof value === 'number');
  if (created.name === '_error') throw rejected('createStream', readStatus(created), streamKey);
  if (streamId === undefined) throw new RelayFailure('PROTOCOL_ERROR');
  const published = await answered(client.callStream('publish', [key, 'live'], streamId));
  if (isRefusal(published)) throw rejected('publish', published, streamKey);
  return streamId;
}

async function sayGoodbye(
  { socket, client }: Connection,
  { streamKey, streamId }: { streamKey: Secret; streamId: number },
): Promise<void> {
  if (socket.destroyed) return;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  socket.once('close', () => resolve());
  client.notify('FCUnpublish', [streamKey.reveal()]);
  client.notify('deleteStream', [streamId]);
  client.flush();
  socket.end();
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
  await closed;
  clearTimeout(timer);
}
