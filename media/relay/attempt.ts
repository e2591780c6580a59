import type { Socket } from 'node:net';
import type { RtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { withDeadline } from './deadline.ts';
import { dial } from './dial.ts';
import { RelayFailure, safeDetail } from './failure.ts';
import { brokenFailure } from './network-failure.ts';
import type { NetworkRules } from './network-rules.ts';
import { RtmpClient } from './rtmp/client.ts';
import { ProtocolError } from './rtmp/protocol-error.ts';
import { readStatus, rejectionReason, type Status } from './rtmp/status.ts';

export interface PublishOptions {
  address: RtmpAddress;
  streamKey: Secret;
  network: NetworkRules;
  signal: AbortSignal;
}

const HANDSHAKE_MS = 8000;
const ANSWER_MS = 10_000;
/** How long a server may take to hang up after we said goodbye. */
const GOODBYE_MS = 500;
/** Servers only send us commands. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** An accepted publish: media may be written to the socket. */
export interface Publication {
  socket: Socket;
  streamId: number;
  /** Bytes that the server acknowledged so far. */
  bytesAcked: () => number;
  /** Asks the server to acknowledge in steps of this many bytes. */
  askAcks: (bytes: number) => void;
  /** Settles, with why, when the connection ends or the server stops the publish. Never rejects. */
  ended: Promise<RelayFailure>;
  /** Unpublishes properly and hangs up, within half a second. */
  close: () => Promise<void>;
}

/**
 * One try: dial, handshake, connect, publish, each with its deadline.
 * @throws RelayFailure with why, or the signal's reason when aborted
 */
export async function openPublication(options: PublishOptions): Promise<Publication> {
  const { address, streamKey, network, signal } = options;
  const ended = Promise.withResolvers<RelayFailure>();
  let client: RtmpClient | null = null;
  const onBytes = (bytes: Buffer) => {
    try {
      client?.receive(bytes);
    } catch (error) {
      ended.resolve(new RelayFailure(error instanceof ProtocolError ? 'PROTOCOL_ERROR' : 'INTERNAL'));
    }
  };
  const socket = await dial({ address, network, signal, onBytes });
  socket.on('error', (error) => ended.resolve(brokenFailure(error)));
  socket.once('end', () => ended.resolve(new RelayFailure('CONNECTION_CLOSED')));
  socket.once('close', () => ended.resolve(new RelayFailure('CONNECTION_CLOSED')));
  client = new RtmpClient({
    socket,
    onStatus: (status) => endByStatus(status, streamKey, ended.resolve),
    maxMessageBytes: MAX_MESSAGE_BYTES,
  });
  try {
    const streamId = await negotiate(client, { address, streamKey, signal, ended: ended.promise });
    const { link } = client;
    const close = () => sayGoodbye({ socket, client, streamKey, streamId });
    const askAcks = (bytes: number) => socket.writable && socket.write(link.askedWindow(bytes));
    return { socket, streamId, bytesAcked: () => link.bytesAcked, askAcks, ended: ended.promise, close };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

interface Negotiation {
  address: RtmpAddress;
  streamKey: Secret;
  signal: AbortSignal;
  ended: Promise<RelayFailure>;
}

async function negotiate(
  client: RtmpClient,
  { address, streamKey, signal, ended }: Negotiation,
): Promise<number> {
  const broken = ended.then((failure) => Promise.reject(failure));
  broken.catch(() => undefined);
  const step = <T>(work: Promise<T>, ms: number, reason: 'HANDSHAKE_FAILED' | 'CONNECTION_TIMED_OUT') =>
    withDeadline(Promise.race([work, broken]), { ms, signal, onTimeout: () => new RelayFailure(reason) });
  try {
    await step(client.handshake(), HANDSHAKE_MS, 'HANDSHAKE_FAILED');
  } catch (error) {
    // Garbage instead of a handshake is a wrong address rather than a broken server.
    const garbage = error instanceof RelayFailure && error.reason === 'PROTOCOL_ERROR';
    throw garbage ? new RelayFailure('HANDSHAKE_FAILED') : error;
  }
  const connected = readStatus(
    await step(client.connect(address, { publish: true }), ANSWER_MS, 'CONNECTION_TIMED_OUT'),
  );
  if (connected.error) throw rejected('connect', connected, streamKey);
  const key = streamKey.reveal();
  client.notify('releaseStream', [key]);
  client.notify('FCPublish', [key]);
  const created = await step(client.call('createStream', [null]), ANSWER_MS, 'CONNECTION_TIMED_OUT');
  const streamId = created.args.find((value) => typeof value === 'number');
  if (created.name === '_error') throw rejected('createStream', readStatus(created), streamKey);
  if (streamId === undefined) throw new RelayFailure('PROTOCOL_ERROR');
  const published = await step(
    client.callStream('publish', [key, 'live'], streamId),
    ANSWER_MS,
    'CONNECTION_TIMED_OUT',
  );
  if (isRefusal(published)) throw rejected('publish', published, streamKey);
  return streamId;
}

function isRefusal({ error, code }: Status): boolean {
  return error || /\.(BadName|Denied|Rejected|Failed|InvalidApp|InvalidArg)$/.test(code);
}

function rejected(
  step: 'connect' | 'createStream' | 'publish',
  status: Status,
  streamKey: Secret,
): RelayFailure {
  const detail = safeDetail([status.code, status.description].filter(Boolean).join(': '), streamKey);
  return new RelayFailure(rejectionReason(step, status.code), {
    detail,
    badName: status.code.endsWith('.BadName'),
  });
}

function endByStatus(status: Status, streamKey: Secret, end: (failure: RelayFailure) => void): void {
  if (isRefusal(status)) end(rejected('publish', status, streamKey));
  else if (/Unpublish|Connect\.Closed|AppShutdown/.test(status.code)) {
    end(new RelayFailure('CONNECTION_CLOSED', { detail: safeDetail(status.code, streamKey) }));
  }
}

async function sayGoodbye(parts: {
  socket: Socket;
  client: RtmpClient;
  streamKey: Secret;
  streamId: number;
}) {
  const { socket, client, streamKey, streamId } = parts;
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
