import type { Socket } from 'node:net';
import type { ConnectionStep } from '@neustream/shared/destinations/connection-test.ts';
import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { withDeadline } from '../deadline.ts';
import { RelayFailure } from '../failure.ts';
import { endingStatus } from '../refusal.ts';
import { RtmpClient } from '../rtmp/client.ts';
import { ProtocolError } from '../rtmp/protocol-error.ts';
import { asksToReconnect, readStatus, type Status } from '../rtmp/status.ts';
import { Chatter } from './chatter.ts';
import { type DialOptions, dial } from './dial.ts';
import { brokenFailure } from './network-failure.ts';
import { redirectFailed, type WayIn } from './way-in.ts';

export interface ConnectionOptions {
  way: WayIn;
  signal: AbortSignal;
  /** Called after each completed step, once, however many connections it takes. */
  onStep?: (step: ConnectionStep) => void;
}

const HANDSHAKE_MS = 8000;
const ANSWER_MS = 10_000;
/** What makes an address useless, beside that nobody answers there. */
const UNUSABLE: readonly RelayReasonCode[] = ['DNS_FAILED', 'ADDRESS_NOT_ALLOWED'];
/** Servers only send us commands. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** A server that accepted us into its application: a stream can be published to it. */
export interface Connection {
  socket: Socket;
  client: RtmpClient;
  /** How it was reached. */
  way: WayIn;
  /** Settles, with why, when the connection ends or the server stops the publish. Never rejects. */
  ended: Promise<RelayFailure>;
  /** Settles when the server asks us to reconnect, with the address if it gave one. Never rejects. */
  reconnectAsked: Promise<string | null>;
  /**
   * Waits for the server's answer, no longer than 10 s.
   * @throws RelayFailure when it takes longer or the connection ends, or the signal's reason when aborted
   */
  answered<T>(answer: Promise<T>): Promise<T>;
}

/**
 * Dials, shakes hands and connects to the application, each with its own deadline; logs in and follows redirects where
 * the server wants that, each time on a new connection.
 * @throws RelayFailure with the reason, or the signal's reason when aborted
 */
export async function openConnection({ onStep, ...options }: ConnectionOptions): Promise<Connection> {
  const passed = new Set<ConnectionStep>();
  const onFirst = (step: ConnectionStep) => {
    if (!passed.has(step)) onStep?.(step);
    passed.add(step);
  };
  for (;;) {
    const connection = await openOnce({ ...options, onStep: onFirst });
    const status = await connectTo(connection);
    if (!status.error) {
      onFirst('connect');
      return connection;
    }
    connection.socket.destroy();
    options.way.refused('connect', status);
  }
}

/** One connection, after its handshake. */
async function openOnce({ way, signal, onStep }: Required<ConnectionOptions>): Promise<Connection> {
  const ended = Promise.withResolvers<RelayFailure>();
  const reconnect = Promise.withResolvers<string | null>();
  let client: RtmpClient | null = null;
  const chatter = new Chatter();
  const onBytes = (bytes: Buffer) => {
    try {
      if (chatter.isTooMuch(bytes.length)) throw new ProtocolError('the server never stops talking');
      client?.receive(bytes);
    } catch (error) {
      ended.resolve(new RelayFailure(error instanceof ProtocolError ? 'PROTOCOL_ERROR' : 'INTERNAL'));
    }
  };
  const socket = await dialOn(way, { signal, onBytes, onStep });
  watchEnd(socket, ended.resolve);
  const onStatus = (status: Status) => {
    if (asksToReconnect(status)) reconnect.resolve(status.tcUrl);
    const failure = endingStatus(status, way.streamKey);
    if (failure !== null) ended.resolve(failure);
  };
  client = new RtmpClient({ socket, onStatus, maxMessageBytes: MAX_MESSAGE_BYTES });
  const within = deadlines(ended.promise, signal);
  const answered = <T>(answer: Promise<T>) => within(answer, ANSWER_MS, 'CONNECTION_TIMED_OUT');
  try {
    await shakeHands(client, within);
    onStep('handshake');
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return { socket, client, way, ended: ended.promise, reconnectAsked: reconnect.promise, answered };
}

/** Dials where the way leads; a server that sent us to where nobody can be reached is what failed. */
async function dialOn(way: WayIn, options: Omit<DialOptions, 'address' | 'network'>): Promise<Socket> {
  try {
    return await dial({ ...options, address: way.address, network: way.network });
  } catch (error) {
    const unusable =
      error instanceof RelayFailure && (error.beforeConnection || UNUSABLE.includes(error.reason));
    if (!way.redirected || !unusable) throw error;
    throw redirectFailed(way.address);
  }
}

function watchEnd(socket: Socket, end: (failure: RelayFailure) => void): void {
  socket.on('error', (error) => end(brokenFailure(error)));
  socket.once('end', () => end(new RelayFailure('CONNECTION_CLOSED')));
  socket.once('close', () => end(new RelayFailure('CONNECTION_CLOSED')));
}

/** Asks for the application. A server that hangs up instead of answering does not know it. */
async function connectTo({ socket, client, way, answered }: Connection): Promise<Status> {
  try {
    return readStatus(await answered(client.connect(way.target, { publish: true })));
  } catch (error) {
    socket.destroy();
    throw error instanceof RelayFailure && error.hungUp ? new RelayFailure('CONNECT_HUNG_UP') : error;
  }
}

type Within = ReturnType<typeof deadlines>;

/** Waits for steps of a connection that may end in the meantime. */
function deadlines(ended: Promise<RelayFailure>, signal: AbortSignal) {
  const broken = ended.then((failure) => Promise.reject(failure));
  broken.catch(() => undefined);
  return <T>(work: Promise<T>, ms: number, reason: 'HANDSHAKE_FAILED' | 'CONNECTION_TIMED_OUT'): Promise<T> =>
    withDeadline(Promise.race([work, broken]), { ms, signal, onTimeout: () => new RelayFailure(reason) });
}

async function shakeHands(client: RtmpClient, within: Within): Promise<void> {
  try {
    await within(client.handshake(), HANDSHAKE_MS, 'HANDSHAKE_FAILED');
  } catch (error) {
    // Garbage instead of a handshake is a wrong address rather than a broken server.
    const garbage = error instanceof RelayFailure && error.reason === 'PROTOCOL_ERROR';
    throw garbage ? new RelayFailure('HANDSHAKE_FAILED') : error;
  }
}
