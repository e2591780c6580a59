import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
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
  args: string[];
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

/** One process that we started. Disposing ends it: politely first, then for good. */
export class Child implements AsyncDisposable {
  readonly name: string;
  /** Resolves when it is gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** The end of what it printed, for error messages; empty when it prints to a file. */
  lastOutput = '';
  readonly #process: ChildProcess;
  readonly #listeners = new Set<(message: unknown) => void>();

  constructor(options: ChildOptions) {
    const { name, file, args, env, cwd, messages = false, logFile, errors = 'log' } = options;
    this.name = name;
    if (ending) throw new Error(`${name} is not started any more.`);
    const log = logFile === undefined ? undefined : openSync(logFile, 'a');
    const output = log ?? 'pipe';
    const streams: Array<'ignore' | 'pipe' | 'inherit' | number> = [
      'ignore',
      output,
      errors === 'inherit' ? 'inherit' : output,
    ];
    this.#process = spawn(file, args, {
      cwd,
      env: env ?? process.env,
      // In a group of its own, so that a terminal's Ctrl-C reaches us alone and we stop things in our order.
      detached: process.platform !== 'win32',
      stdio: messages ? [...streams, 'ipc'] : streams,
    });
    if (log !== undefined) closeSync(log);
    running.add(this);
    this.exited = new Promise((resolve) => {
      const gone = (exit: Exit) => {
        running.delete(this);
        resolve(exit);
      };
      this.#process.once('error', (error) => {
        this.lastOutput += error.message;
        gone({ code: null, signal: null });
      });
      this.#process.once('exit', (code, signal) => gone({ code, signal }));
    });
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
}
