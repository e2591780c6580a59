import type { Socket } from 'node:net';
import type { ConnectionStep } from '@neustream/shared/destinations/connection-test.ts';
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

export interface ConnectionOptions {
  address: RtmpAddress;
  /** Not sent here, but removed from what the server says. */
  streamKey: Secret;
  network: NetworkRules;
  signal: AbortSignal;
  /** Called after each completed step. */
  onStep?: (step: ConnectionStep) => void;
}

const HANDSHAKE_MS = 8000;
const ANSWER_MS = 10_000;
/** Servers only send us commands. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** A server that accepted us into its application: a stream can be published to it. */
export interface Connection {
  socket: Socket;
  client: RtmpClient;
  /** Settles, with why, when the connection ends or the server stops the publish. Never rejects. */
  ended: Promise<RelayFailure>;
  /**
   * Waits for the server's answer, no longer than 10 s.
   * @throws RelayFailure when it takes longer or the connection ends, or the signal's reason when aborted
   */
  answered<T>(answer: Promise<T>): Promise<T>;
}

/**
 * Dials, shakes hands and connects to the application, each with its own deadline.
 * @throws RelayFailure with the reason, or the signal's reason when aborted
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { address, streamKey, network, signal, onStep } = options;
  const ended = Promise.withResolvers<RelayFailure>();
  let client: RtmpClient | null = null;
  const onBytes = (bytes: Buffer) => {
    try {
      client?.receive(bytes);
    } catch (error) {
      ended.resolve(new RelayFailure(error instanceof ProtocolError ? 'PROTOCOL_ERROR' : 'INTERNAL'));
    }
  };
  const socket = await dial({ address, network, signal, onBytes, ...(onStep ? { onStep } : {}) });
  socket.on('error', (error) => ended.resolve(brokenFailure(error)));
  socket.once('end', () => ended.resolve(new RelayFailure('CONNECTION_CLOSED')));
  socket.once('close', () => ended.resolve(new RelayFailure('CONNECTION_CLOSED')));
  client = new RtmpClient({
    socket,
    onStatus: (status) => endByStatus(status, streamKey, ended.resolve),
    maxMessageBytes: MAX_MESSAGE_BYTES,
  });
  const within = deadlines(ended.promise, signal);
  const answered = <T>(answer: Promise<T>) => within(answer, ANSWER_MS, 'CONNECTION_TIMED_OUT');
  try {
    await shakeHands(client, within);
    onStep?.('handshake');
    const connected = readStatus(await answered(client.connect(address, { publish: true })));
    if (connected.error) throw rejected('connect', connected, streamKey);
    onStep?.('connect');
    return { socket, client, ended: ended.promise, answered };
  } catch (error) {
    socket.destroy();
    throw error;
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

/** Whether a server refused. */
export function isRefusal({ error, code }: Status): boolean {
  return error || /\.(BadName|Denied|Rejected|Failed|InvalidApp|InvalidArg)$/.test(code);
}

/** What follows from a server's refusal, with its words but without the key. */
export function rejected(
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
