import type { Server } from 'node:http';
import { AppError } from '@neustream/shared/kernel/app-error.ts';

interface ListenAddress {
  host: string;
  port: number;
  /** The setting that changes the port, for the error message. */
  setting: string;
}

/**
 * Starts listening; returns the port, which differs from the given one when that was 0.
 * @throws AppError `PORT_TAKEN` or `PORT_NOT_ALLOWED`, each naming the setting that changes it
 */
export async function listen(server: Server, { host, port, setting }: ListenAddress): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, { host, port, setting })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function listenProblem(error: Error, { host, port, setting }: ListenAddress): Error {
  const code = 'code' in error ? error.code : undefined;
  const say = (name: string, message: string) =>
    new AppError({
      code: name,
      fault: 'user',
      message,
      action: `Set ${setting} to another port; 0 picks a free one.`,
      cause: error,
    });
  if (code === 'EADDRINUSE') return say('PORT_TAKEN', `Port ${port} on ${host} is taken by another program.`);
  if (code === 'EACCES') return say('PORT_NOT_ALLOWED', `This user may not listen on port ${port}.`);
  if (!isAboutHost(error)) return error;
  return new AppError({
    code: 'HOST_NOT_HERE',
    fault: 'user',
    message: `This machine has no address ${host} to listen on.`,
    action: 'Correct HOST: 127.0.0.1 listens on this machine only, 0.0.0.0 on every network.',
    cause: error,
  });
}

function isAboutHost(error: NodeJS.ErrnoException): boolean {
  if (error.syscall === 'getaddrinfo') return true;
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(error.code ?? '');
}
