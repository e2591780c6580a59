import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppError } from '@neustream/shared/kernel/app-error.ts';

/** A port that a listener is going to need. */
export interface PortWish {
  /** The setting that changes it. */
  setting: string;
  /** What listens there, in words that people know. */
  purpose: string;
  transport: 'tcp' | 'udp';
  host: string;
  /** 0 requests any free one. */
  port: number;
}

interface Claim {
  port: number;
  release(): Promise<void>;
}

/**
 * Checks, before anything is started, that every port is free, and picks those that were left open.
 *
 * @returns the ports in the order of the requests
 * @throws AppError `PORT_TAKEN` with one sentence per port, naming the setting
 */
export async function claimPorts(wishes: readonly PortWish[]): Promise<number[]> {
  const results = await Promise.allSettled(wishes.map(claim));
  const claims = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  await Promise.all(claims.map((claimed) => claimed.release()));
  const problems = results.flatMap((result, index) => {
    const wish = wishes[index];
    return result.status === 'rejected' && wish !== undefined ? [portProblem(wish, result.reason)] : [];
  });
  if (problems.length === 0) return claims.map((claimed) => claimed.port);
  throw portTaken(problems);
}

/** The error for ports that are not available. */
export function portTaken(problems: readonly string[]): AppError {
  return new AppError({
    code: 'PORT_TAKEN',
    fault: 'user',
    message: problems.join('\n'),
    action: 'Stop the program that uses the port, or give the setting another port (0 picks a free one).',
  });
}

/** The sentence for one port that could not be opened. */
export function portProblem(wish: PortWish, error: unknown): string {
  const where = `Port ${wish.port}/${wish.transport} for ${wish.purpose}`;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return `${where} is in use by another program: set ${wish.setting} to a free port.`;
  if (code === 'EACCES')
    return `${where} may not be opened by this user: set ${wish.setting} to a port above 1023.`;
  if (code === 'EADDRNOTAVAIL')
    return `${where}: this machine has no address ${wish.host}: correct MEDIA_HOST.`;
  return `${where} cannot be opened (${String(code ?? error)}): set ${wish.setting} to another port.`;
}

function claim(wish: PortWish): Promise<Claim> {
  return wish.transport === 'tcp' ? claimTcp(wish) : claimUdp(wish);
}

async function claimTcp({ host, port }: PortWish): Promise<Claim> {
  const server = createServer();
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function claimUdp({ host, port }: PortWish): Promise<Claim> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind({ address: host, port, exclusive: true });
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    release: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
