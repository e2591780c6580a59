import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type OnReadOpts, type Socket, connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { ConnectionStep } from '@neustream/shared/destinations/connection-test.ts';
import type { RtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import { addressProblem, mayConnect } from '@neustream/shared/node/destinations/rules.ts';
import { withDeadline } from '../deadline.ts';
import { RelayFailure } from '../failure.ts';
import { firstToAnswer } from './happy-eyeballs.ts';
import { tlsFailure } from './network-failure.ts';
import type { NetworkRules } from './network-rules.ts';
import { trustOf } from './trust.ts';

export interface DialOptions {
  address: RtmpAddress;
  network: NetworkRules;
  signal: AbortSignal;
  /** Receives what the server sends; the bytes are valid only during the call. */
  onBytes: (bytes: Buffer) => void;
  /** Called after each completed step. */
  onStep?: (step: ConnectionStep) => void;
}

const DNS_MS = 5000;
const TLS_MS = 8000;
/** Servers send us acknowledgements and little else. */
const INBOX_BYTES = 8192;
/** For all connections of the process: what arrives is passed on before anything else is read. */
const inbox = Buffer.allocUnsafeSlow(INBOX_BYTES);

/**
 * Connects to a destination: resolves its name once, checks every address, connects to the first of them that answers,
 * and for `rtmps` verifies the certificate against the name.
 * @throws RelayFailure, or the signal's reason when aborted
 */
export async function dial(options: DialOptions): Promise<Socket> {
  const { address, network, signal, onStep } = options;
  if (addressProblem(address, network) !== null) throw new RelayFailure('ADDRESS_NOT_ALLOWED');
  const candidates = await resolve(address.host, network, signal);
  const socket = await firstToAnswer({
    candidates,
    connect: (candidate) => startConnect(candidate, options),
    signal,
  });
  onStep?.('dial');
  if (address.secure) await secure(socket, signal, onStep);
  return socket;
}

async function resolve(host: string, network: NetworkRules, signal: AbortSignal): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await lookUp(host, network, signal);
  if (addresses.length === 0) throw new RelayFailure('DNS_FAILED');
  if (!mayConnect(addresses, network)) throw new RelayFailure('ADDRESS_NOT_ALLOWED');
  return addresses;
}

async function lookUp(host: string, network: NetworkRules, signal: AbortSignal): Promise<readonly string[]> {
  const lookup = network.lookup ?? lookUpBySystem;
  const onTimeout = () => new RelayFailure('DNS_FAILED');
  try {
    return await withDeadline(lookup(host), { ms: DNS_MS, signal, onTimeout });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof RelayFailure ? error : new RelayFailure('DNS_FAILED');
  }
}

async function lookUpBySystem(host: string): Promise<readonly string[]> {
  const found = await systemLookup(host, { all: true });
  return found.map(({ address }) => address);
}

function startConnect(host: string, { address, network, onBytes }: DialOptions): Socket {
  const onread: OnReadOpts = {
    buffer: inbox,
    callback: (length) => {
      onBytes(inbox.subarray(0, length));
      return true;
    },
  };
  const target = { host, port: address.port, noDelay: true, onread };
  if (!address.secure) return tcpConnect(target);
  const secureContext = trustOf(network);
  // Without a servername the certificate is checked against the IP address that was dialled.
  const name = isIP(address.host) ? {} : { servername: address.host };
  // Stated explicitly, because NODE_TLS_REJECT_UNAUTHORIZED would turn it off.
  return tlsConnect({ ...target, ...name, secureContext, rejectUnauthorized: true });
}

async function secure(socket: Socket, signal: AbortSignal, onStep: DialOptions['onStep']): Promise<void> {
  const { promise, resolve: done, reject } = Promise.withResolvers<void>();
  const onClose = () => reject(new RelayFailure('CONNECTION_CLOSED'));
  socket.once('secureConnect', done);
  socket.once('error', reject);
  socket.once('close', onClose);
  try {
    await withDeadline(promise, { ms: TLS_MS, signal, onTimeout: () => new RelayFailure('TLS_FAILED') });
    onStep?.('tls');
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw tlsFailure(error);
  } finally {
    socket.off('secureConnect', done);
    socket.off('error', reject);
    socket.off('close', onClose);
  }
}
