import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Listens with the shortest queue there is, says so, and never looks at it again. */
const DEAF_LISTENER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData: { hosts, port } } = require('node:worker_threads');
  let left = hosts.length;
  for (const host of hosts) {
    createServer().listen({ host, port, backlog: 1 }, () => {
      left -= 1;
      if (left > 0) return;
      parentPort.postMessage('listening');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });
  }
`;
/** More than a queue of one takes. */
const CALLERS = 4;

/**
 * Loopback addresses at which connecting neither succeeds nor fails: their queues are full, so the kernel drops what
 * arrives.
 */
export async function silentAddresses(hosts: readonly string[], port: number): Promise<AsyncDisposable> {
  const worker = new Worker(DEAF_LISTENER, { eval: true, workerData: { hosts, port } });
  await once(worker, 'message');
  const callers = hosts.flatMap((host) => Array.from({ length: CALLERS }, () => call(host, port)));
  await Promise.all(hosts.map((_host, index) => once(callers[index * CALLERS] as Socket, 'connect')));
  return {
    async [Symbol.asyncDispose]() {
      for (const caller of callers) caller.destroy();
      await worker.terminate();
    },
  };
}

function call(host: string, port: number): Socket {
  return connect({ host, port }).on('error', () => undefined);
}
