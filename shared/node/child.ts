import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from './environment.ts';
import { within } from './wait.ts';

/**
 * Every child now running: they end with us, however we end (except by SIGKILL). They are asked, not killed, because
 * some have child processes of their own to end; those with a message channel end anyway when it closes.
 */
const running = new Set<Child>();
let ending = false;
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Ends every child and prevents new ones: for a program that is told to stop in the middle of its work. */
export async function stopAllChildren(): Promise<void> {
  ending = true;
  await Promise.all([...running].map((child) => child.stop()));
}

export interface ChildOptions {
  /** Its name in messages to people. */
  name: string;
  file: string;
  /** Must not contain a secret: every user of the machine can read it. */
  args: readonly string[];
  /** The allow-listed part of our own environment unless given. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Opens a message channel (only for Node programs). */
  messages?: boolean;
  /** File that its output is appended to; without one, only the last lines are kept. */
  logFile?: string;
  /** Sends its standard error somewhere else: straight to the terminal. */
  errors?: 'inherit' | 'log';
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const KEEP_CHARS = 8_000;

/** A process that we started, in its own process group. Disposing it ends it: first politely, then for good. */
export class Child implements AsyncDisposable {
  readonly name: string;
  /** Resolves once it has ended. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Resolves once all of its output has been read, too; late or never when a process that it started keeps it open. */
  readonly closed: Promise<void>;
  /** The last of its output, for error messages; empty when it prints to a file. */
  lastOutput = '';
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(message: unknown) => void>();

  constructor(options: ChildOptions) {
    this.name = options.name;
    if (ending) throw new Error(`${options.name} is no longer started, because this program is stopping.`);
    this.#process = start(options);
    running.add(this);
    this.exited = this.#untilGone();
    this.closed = new Promise((resolve) => this.#process.once('close', () => resolve()));
    const keep = (chunk: Buffer) => {
      this.lastOutput = (this.lastOutput + chunk.toString()).slice(-KEEP_CHARS);
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    this.#process.on('message', (message) => {
      for (const listener of this.#listeners) listener(message);
    });
  }

  /** 0 if it could not be started. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get alive(): boolean {
    return running.has(this);
  }

  send(message: object): void {
    if (this.#process.connected) this.#process.send(message);
  }

  /** Calls back with each message of the child; returns a function that stops this. */
  onMessage(listener: (message: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The first message for which `pick` returns a value.
   * @throws when the child ends first, or `timeoutMs` pass
   */
  async message<T>(pick: (message: unknown) => T | undefined, timeoutMs: number): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const stop = this.onMessage((message) => {
      const picked = pick(message);
      if (picked !== undefined) resolve(picked);
    });
    void this.exited.then((exit) =>
      reject(new Error(`${this.name} ended (${exit.signal ?? exit.code}). ${this.lastOutput.trim()}`)),
    );
    try {
      return await within(timeoutMs, `${this.name} did not answer`, promise);
    } finally {
      stop();
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Ends it: `signal` first, then SIGKILL if it is still running after `patienceMs`. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', patienceMs = 5_000): Promise<Exit> {
    if (!this.alive) return this.exited;
    this.kill(signal);
    const timer = setTimeout(() => this.kill('SIGKILL'), patienceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Based on its exit, not on the end of its output, which a process it started may keep open. */
  async #untilGone(): Promise<Exit> {
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.#process.once('exit', (code, signal) => resolve({ code, signal }));
    this.#process.once('error', (error) => {
      this.lastOutput += error.message;
      resolve({ code: null, signal: null });
    });
    const exit = await promise;
    running.delete(this);
    return exit;
  }
}

function start({
  file,
  args,
  env,
  cwd,
  messages = false,
  logFile,
  errors = 'log',
}: ChildOptions): ChildProcess {
  const log = logFile === undefined ? null : openSync(logFile, 'a');
  const output = log ?? 'pipe';
  const error = errors === 'inherit' ? 'inherit' : output;
  try {
    return spawn(file, args, {
      cwd,
      env: env ?? childEnvironment(),
      stdio: messages ? ['ignore', output, error, 'ipc'] : ['ignore', output, error],
      // A terminal's Ctrl-C should reach only us, so that we can stop things in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } finally {
    if (log !== null) closeSync(log);
  }
}
