import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';
import { readLines } from './lines.ts';

/** How long a child may take to end after it was asked to, before it is killed, in ms. */
const STOP_DEADLINE_MS = 2000;

export interface PipedChildOptions {
  file: string;
  /** Must not contain a secret: every user of the machine can read it. */
  args: readonly string[];
  /** Opens its standard input, which is empty unless given. */
  input?: boolean;
  /** One redacted line of its standard error. */
  onLine(line: string): void;
}

export interface PipedExit {
  code: number | null;
  signal: string | null;
  /** Why it could not be started; null if it ran. */
  startProblem: string | null;
}

/** A program that lives no longer than we do. */
export interface PipedChild {
  readonly pid: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  /** Settles when it has ended; never rejects. */
  readonly exited: Promise<PipedExit>;
  /** Asks it to end, kills it if it has not within two seconds, and settles once it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a program without a shell, with an allow-listed environment, binary output on `stdout` and log lines
 * on standard error. It is killed when this process ends.
 */
export function startPipedChild({ file, args, input = false, onLine }: PipedChildOptions): PipedChild {
  const child = execa(file, args, {
    env: childEnvironment(),
    extendEnv: false,
    stdin: input ? 'pipe' : 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    encoding: 'buffer',
    reject: false,
    cleanup: true,
    forceKillAfterDelay: STOP_DEADLINE_MS,
    windowsHide: true,
  });
  readLines(child.stderr, onLine);
  child.stdout.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  const exited = child.then((result): PipedExit => {
    const neverRan = result.exitCode === undefined && result.signal === undefined;
    return {
      code: result.exitCode ?? null,
      signal: result.signal ?? null,
      startProblem: neverRan && result.failed ? (result.code ?? 'it could not be started') : null,
    };
  });
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    exited,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
