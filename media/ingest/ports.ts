import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppError } from '@neustream/shared/kernel/app-error.ts';

/** A port that a listener is going to need. */
export interface PortRequest {
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
export async function claimPorts(requests: readonly PortRequest[]): Promise<number[]> {
  const results = await Promise.allSettled(requests.map(claim));
  const claims = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  await Promise.all(claims.map((claimed) => claimed.release()));
  const problems = results.flatMap((result, index) => {
    const request = requests[index];
    return result.status === 'rejected' && request !== undefined ? [portProblem(request, result.reason)] : [];
  });
  if (problems.length === 0) return claims.map((claimed) => claimed.port);
  throw portTaken(problems);
}

/**
 * Keeps ports that were claimed until the processes that share them listen: whoever connects before is hung up on, as
 * if nobody listened yet. Returns what ends that.
 */
export async function holdShared(host: string, ports: readonly number[]): Promise<() => void> {
  const servers = ports.map(() => createServer((socket) => socket.destroy()));
  await Promise.all(
    servers.map(async (server, index) => {
      server.listen({ host, port: ports[index], reusePort: true });
      // Whoever took it in between is named by the process that needs it.
      await once(server, 'listening').catch(() => undefined);
    }),
  );
  return () => {
    for (const server of servers) server.close();
  };
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
export function portProblem(request: PortRequest, error: unknown): string {
  const where = `Port ${request.port}/${request.transport} for ${request.purpose}`;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return `${where} is in use by another program: set ${request.setting} to a free port.`;
  if (code === 'EACCES')
    return `${where} may not be opened by this user: set ${request.setting} to a port above 1023.`;
  if (code === 'EADDRNOTAVAIL')
    return `${where}: this machine has no address ${request.host}: correct MEDIA_HOST.`;
  return `${where} cannot be opened (${String(code ?? error)}): set ${request.setting} to another port.`;
}

function claim(request: PortRequest): Promise<Claim> {
  return request.transport === 'tcp' ? claimTcp(request) : claimUdp(request);
}

async function claimTcp({ host, port }: PortRequest): Promise<Claim> {
  const server = createServer();
  server.listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function claimUdp({ host, port }: PortRequest): Promise<Claim> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.bind({ address: host, port, exclusive: true });
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    release: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
