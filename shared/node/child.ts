import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { childEnvironment } from './environment.ts';
import { within } from './wait.ts';

/**
 * Every child that runs now: ended with us, however we end (but for SIGKILL). Asked and not killed, because
 * some have processes of their own to end; those with a message channel end when it closes anyway.
 */
const running = new Set<Child>();
let ending = false;
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Ends every child and starts no more: for a program that is ordered to stop in the middle of its work. */
export async function stopAllChildren(): Promise<void> {
  ending = true;
  await Promise.all([...running].map((child) => child.stop()));
}

export interface ChildOptions {
  /** What it is called in messages to people. */
  name: string;
  file: string;
  /** Never holds a secret: every user of the machine can read it. */
  args: readonly string[];
  /** The allow-listed part of ours unless given. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Opens a message channel (only for programs of Node). */
  messages?: boolean;
  /** File that its output is appended to; without it the output is dropped, but for the last lines. */
  logFile?: string;
  /** Where its standard error goes instead: straight to people. */
  errors?: 'inherit' | 'log';
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const KEEP_CHARS = 8_000;

/** One process that we started, in a group of its own. Disposing ends it: politely first, then for good. */
export class Child implements AsyncDisposable {
  readonly name: string;
  /** Resolves when it is gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** The end of what it printed, for error messages; empty when it prints to a file. */
  lastOutput = '';
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(message: unknown) => void>();

  constructor(options: ChildOptions) {
    this.name = options.name;
    if (ending) throw new Error(`${options.name} is not started any more.`);
    this.#process = start(options);
    running.add(this);
    this.exited = this.#untilGone();
    const keep = (chunk: Buffer) => {
      this.lastOutput = (this.lastOutput + chunk.toString()).slice(-KEEP_CHARS);
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    this.#process.on('message', (message) => {
      for (const listener of this.#listeners) listener(message);
    });
  }

  /** 0 when it could not be started. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get alive(): boolean {
    return running.has(this);
  }

  send(message: object): void {
    if (this.#process.connected) this.#process.send(message);
  }

  /** Calls back with each message of the child; returns how to stop that. */
  onMessage(listener: (message: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The first message that `pick` makes something of.
   * @throws when the child ends before, or `timeoutMs` pass.
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

  /** Ends it: `signal` first, SIGKILL when it is still there after `patienceMs`. */
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

  /** By its exit and not by the end of its output, which a process that it started may hold open. */
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
      // So that a terminal's Ctrl-C reaches us alone and we stop things in our order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } finally {
    if (log !== null) closeSync(log);
  }
}
