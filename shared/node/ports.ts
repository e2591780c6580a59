import getPort from 'get-port';

const LOOPBACK = '127.0.0.1';

/** A loopback port that nothing is listening on now. Later calls in this process return other ports. */
export function freePort(): Promise<number> {
  return getPort({ host: LOOPBACK });
}

/** `count` different free ports. */
export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}
