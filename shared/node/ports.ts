import getPort from 'get-port';

const LOOPBACK = '127.0.0.1';

/** A port of loopback that nothing listens on now. The next calls of this process give others. */
export function freePort(): Promise<number> {
  return getPort({ host: LOOPBACK });
}

/** `count` different ones. */
export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}
