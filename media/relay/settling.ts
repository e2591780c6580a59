import type { Connection } from './connection/connection.ts';
import { RelayFailure } from './failure.ts';

/** After this long, in ms, a server that accepts every key at first has hung up on a wrong one. */
const KEPT_MS = 3000;
/** How often, in bytes, we ask to be acknowledged until we are for the first time. */
export const FIRST_ACK_WINDOW = 4096;
/** How often, in bytes, we ask to be acknowledged until the bitrate is known. */
const NEXT_ACK_WINDOW = 262_144;

export interface Settling {
  /** Settles when the server has kept the publish for 3 s or acknowledged media. Never rejects. */
  kept: Promise<void>;
  /** As of the connection; tells when the server hung up before it kept the publish. */
  ended: Promise<RelayFailure>;
}

/** Watches a publish that was just accepted: some platforms accept any, and hang up on a wrong key a moment later. */
export function watchSettling({ socket, client, ended }: Connection): Settling {
  const { promise: kept, resolve } = Promise.withResolvers<void>();
  let isKept = false;
  const keep = () => {
    clearTimeout(timer);
    if (isKept || socket.destroyed) return;
    isKept = true;
    if (socket.writable) socket.write(client.link.askedWindow(NEXT_ACK_WINDOW));
    resolve();
  };
  const timer = setTimeout(keep, KEPT_MS);
  void client.link.ackedBeyond(client.bytesSent).then(keep);
  const classified = ended.then((failure) => {
    clearTimeout(timer);
    return isKept ? failure : afterKey(failure);
  });
  return { kept, ended: classified };
}

/** The same failure of a server that had been given the key. */
export function afterKey(failure: RelayFailure): RelayFailure {
  return failure.hungUp ? new RelayFailure(failure.reason, { afterKey: true }) : failure;
}
