import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { childEnvironment } from './environment.ts';
import { readLines } from './lines.ts';

/** A child has this long to end after it was asked to, then it is killed. In ms. */
const STOP_DEADLINE_MS = 2000;

export interface PipedChildOptions {
  file: string;
  /** Never holds a secret: every user of the machine can read it. */
  args: readonly string[];
  /** One redacted line of the standard error. */
  onLine(line: string): void;
}

export interface PipedExit {
  code: number | null;
  signal: string | null;
  /** Why it could not be started, null when it ran. */
  startProblem: string | null;
}

/** A program that lives no longer than we do. */
export interface PipedChild {
  readonly pid: number | undefined;
  readonly stdout: Readable;
  /** Settles when it ended; never rejects. */
  readonly exited: Promise<PipedExit>;
  /** Asks it to end, kills it when it does not within two seconds, and settles when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program without a shell, with an allow-listed environment, binary output on `stdout` and log lines
 * on standard error. It is killed when this process ends.
 */
export function startPipedChild({ file, args, onLine }: PipedChildOptions): PipedChild {
  const child = execa(file, args, {
    env: childEnvironment(),
    extendEnv: false,
    stdin: 'ignore',
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
    stdout: child.stdout,
    exited,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
