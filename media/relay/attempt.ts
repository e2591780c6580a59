import type { Socket } from 'node:net';
import { type Connection, type ConnectionOptions, openConnection } from './connection/connection.ts';
import type { WayIn } from './connection/way-in.ts';
import { RelayFailure } from './failure.ts';
import { rejected } from './refusal.ts';
import { OUR_CHUNK_SIZE } from './rtmp/message-types.ts';
import { isRefusal, readStatus, type Status } from './rtmp/status.ts';
import { afterKey, FIRST_ACK_WINDOW, type Settling, watchSettling } from './settling.ts';

/** How long a server may take to hang up after we have said goodbye. */
const GOODBYE_MS = 500;

/** An accepted publish: media may be written to the socket. */
export interface Publication extends Settling {
  socket: Socket;
  streamId: number;
  /** How the server was reached. */
  way: WayIn;
  /** Commands of the server that could not be read so far. */
  unreadable: () => number;
  /** Bytes that the server has acknowledged so far. */
  bytesAcked: () => number;
  /** Whether that count can be believed. */
  acksCredible: () => boolean;
  /** Calls back after each acknowledgement. */
  watchAcks: (watcher: () => void) => void;
  /** Asks the server to acknowledge every so many bytes. */
  askAcks: (bytes: number) => void;
  /** Settles when the server asks us to reconnect, with the address if it gave one. Never rejects. */
  reconnectAsked: Promise<string | null>;
  /** Unpublishes properly and hangs up, within half a second. */
  close: () => Promise<void>;
}

/**
 * One try: dial, handshake, connect, publish, each with its own deadline.
 * @throws RelayFailure with the reason, or the signal's reason when aborted
 */
export async function openPublication(options: ConnectionOptions): Promise<Publication> {
  for (;;) {
    const publication = await publishOn(await openConnection(options));
    if (publication === null) continue;
    options.onStep?.('publish');
    return publication;
  }
}

/**
 * Publishes on a connection that was opened before. Null when the server sent us on to another one, where its way now
 * leads.
 * @throws RelayFailure with the reason, or the signal's reason when aborted
 */
export async function publishOn(connection: Connection): Promise<Publication | null> {
  const { socket, client, way, reconnectAsked } = connection;
  const { link } = client;
  try {
    const { streamId, status } = await askToPublish(connection);
    if (isRefusal(status)) {
      socket.destroy();
      way.refused('publish', status);
      return null;
    }
    client.queue(link.chunkSize(OUR_CHUNK_SIZE));
    client.flush();
    return {
      ...watchSettling(connection),
      socket,
      streamId,
      way,
      reconnectAsked,
      unreadable: () => client.unreadable,
      bytesAcked: () => link.bytesAcked,
      acksCredible: () => link.acksCredible,
      watchAcks: (watcher) => {
        link.onAcknowledged = watcher;
      },
      askAcks: (bytes) => void (socket.writable && socket.write(link.askedWindow(bytes))),
      close: () => sayGoodbye(connection, streamId),
    };
  } catch (error) {
    socket.destroy();
    throw error instanceof RelayFailure ? afterKey(error) : error;
  }
}

/** The commands in the order in which OBS sends them. Nobody waits for the answers to the first two. */
async function askToPublish({
  client,
  way,
  answered,
}: Connection): Promise<{ streamId: number; status: Status }> {
  const key = way.streamKey.reveal();
  client.notify('releaseStream', [key]);
  client.notify('FCPublish', [key]);
  client.queue(client.link.askedWindow(FIRST_ACK_WINDOW));
  const created = await answered(client.call('createStream', [null]));
  const streamId = created.args.find((value) => typeof value === 'number');
  if (created.name === '_error') throw rejected('createStream', readStatus(created), way.streamKey);
  if (streamId === undefined) throw new RelayFailure('PROTOCOL_ERROR');
  return { streamId, status: await answered(client.callStream('publish', [key, 'live'], streamId)) };
}

async function sayGoodbye({ socket, client, way }: Connection, streamId: number): Promise<void> {
  if (socket.destroyed) return;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  socket.once('close', () => resolve());
  client.notify('FCUnpublish', [way.streamKey.reveal()]);
  client.notify('deleteStream', [streamId]);
  client.flush();
  socket.end();
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
  await closed;
  clearTimeout(timer);
}
