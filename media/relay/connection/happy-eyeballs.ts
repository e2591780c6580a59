import { isIPv6, type Socket } from 'node:net';
import { withDeadline } from '../deadline.ts';
import { RelayFailure } from '../failure.ts';
import { connectFailure } from './network-failure.ts';

/** All tries together may take this long, in ms. */
const TCP_MS = 8000;
/** After this long without an answer, in ms, the next address is tried as well (RFC 8305, section 5). */
const NEXT_AFTER_MS = 250;
const MAX_ADDRESSES = 6;
/** Failures from the most to the least telling: a machine that refuses is there. */
const TELLING = ['CONNECTION_REFUSED', 'CONNECTION_RESET'] as const;

export interface RaceOptions {
  /** IP addresses of one name, in the order in which the resolver prefers them. */
  candidates: readonly string[];
  /** Begins to connect to one of them. */
  connect: (candidate: string) => Socket;
  signal: AbortSignal;
}

/**
 * Connects to the address that answers first, as RFC 8305 has it: both families in turn, a further one each quarter of a
 * second or as soon as one has failed. All other sockets are destroyed.
 * @throws RelayFailure, the most telling one; or the signal's reason when aborted
 */
export async function firstToAnswer({ candidates, connect, signal }: RaceOptions): Promise<Socket> {
  const waiting = inTurn(candidates).slice(0, MAX_ADDRESSES);
  const open = new Set<Socket>();
  const failures: RelayFailure[] = [];
  const { promise: answered, resolve, reject } = Promise.withResolvers<Socket>();
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    clearTimeout(timer);
    const candidate = waiting.shift();
    if (candidate === undefined) return;
    if (waiting.length > 0) timer = setTimeout(next, NEXT_AFTER_MS);
    const socket = connect(candidate);
    open.add(socket);
    socket.once('connect', () => resolve(socket));
    // Stays for the socket's lifetime: a late error of a socket we have abandoned must not crash the process.
    socket.on('error', (error) => {
      if (!open.delete(socket)) return;
      failures.push(connectFailure(error));
      if (waiting.length > 0) next();
      else if (open.size === 0) reject(mostTelling(failures));
    });
  };
  next();
  const onTimeout = () =>
    mostTelling([...failures, connectFailure(new RelayFailure('CONNECTION_TIMED_OUT'))]);
  try {
    const winner = await withDeadline(answered, { ms: TCP_MS, signal, onTimeout });
    open.delete(winner);
    return winner;
  } finally {
    clearTimeout(timer);
    waiting.length = 0;
    for (const socket of open) socket.destroy();
  }
}

/** The addresses with both families in turn, beginning with the family of the first (RFC 8305, section 4). */
export function inTurn(addresses: readonly string[]): string[] {
  const [first] = addresses;
  if (first === undefined) return [];
  const preferred = addresses.filter((address) => isIPv6(address) === isIPv6(first));
  const others = addresses.filter((address) => isIPv6(address) !== isIPv6(first));
  const rounds = Math.max(preferred.length, others.length);
  return Array.from({ length: rounds }, (_, round) => [preferred[round], others[round]])
    .flat()
    .filter((address) => address !== undefined);
}

function mostTelling(failures: readonly RelayFailure[]): RelayFailure {
  const byReason = TELLING.map((reason) => failures.find((failure) => failure.reason === reason));
  const failure = byReason.find((found) => found !== undefined) ?? failures[0];
  return failure ?? new RelayFailure('CONNECTION_TIMED_OUT', { beforeConnection: true });
}
