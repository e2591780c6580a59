import { setTimeout as delay } from 'node:timers/promises';
import { Child, type Exit } from '@neustream/shared/node/child.ts';
import { restartDelay } from './restart-delay.ts';

export interface SupervisedOptions {
  /** Its name in messages to people. */
  name: string;
  /** File to run on this Node. */
  program: string;
  nodeFlags?: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  logFile?: string;
  /** Where its standard error goes: straight to the terminal, or into the log. */
  errors?: 'inherit' | 'log';
  /** It had been told to take nothing new, has finished what it had, and stays down. */
  onDrained?: () => void;
  /** Called at every death that is followed by a restart. */
  onRestart?: (exit: Exit, delayMs: number) => void;
}

/** It ended by itself before it was ever ready, and would do so again; its own explanation has been printed. */
export class FailedForGood extends Error {}

/** One of our processes, restarted whenever it dies. */
export class Supervised implements AsyncDisposable {
  readonly name: string;
  restarts = 0;
  #child: Child;
  #startedAt = performance.now();
  #inARow = 0;
  #stopping = new AbortController();
  readonly #options: SupervisedOptions;
  readonly #ready = Promise.withResolvers<Record<string, unknown>>();
  #wasReady = false;
  #drained = false;
  readonly #watching: Promise<void>;

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.name = options.name;
    this.#ready.promise.catch(() => undefined);
    this.#child = this.#spawn();
    this.#watching = this.#watch();
  }

  /** The first `{type: 'ready'}` message. Rejects with `FailedForGood` when it can never come. */
  get ready(): Promise<Record<string, unknown>> {
    return this.#ready.promise;
  }

  /** The process id of the current process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** For tests: ends the process as a crash would. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#child.stop('SIGTERM', 15_000);
    await this.#watching;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #spawn(): Child {
    const { name, program, nodeFlags = [], env, cwd, logFile, errors } = this.#options;
    const child = new Child({
      name,
      file: process.execPath,
      args: [...nodeFlags, program],
      env,
      messages: true,
      ...(cwd === undefined ? {} : { cwd }),
      ...(logFile === undefined ? {} : { logFile }),
      ...(errors === undefined ? {} : { errors }),
    });
    this.#startedAt = performance.now();
    child.onMessage((message) => {
      if (typeof message !== 'object' || message === null || !('type' in message)) return;
      if (message.type === 'drained') this.#drained = true;
      if (message.type !== 'ready') return;
      this.#wasReady = true;
      this.#ready.resolve(message as Record<string, unknown>);
    });
    return child;
  }

  async #watch(): Promise<void> {
    for (;;) {
      const exit = await this.#child.exited;
      if (this.#stopping.signal.aborted) return;
      if (this.#drained) {
        this.#options.onDrained?.();
        return;
      }
      if (!this.#wasReady && exit.signal === null) {
        this.#ready.reject(
          new FailedForGood(`${this.name} could not start. ${this.#child.lastOutput.trim()}`.trim()),
        );
        return;
      }
      const ranMs = performance.now() - this.#startedAt;
      const { delayMs, inARow } = restartDelay({ before: this.#inARow, ranMs });
      this.#inARow = inARow;
      this.restarts += 1;
      this.#options.onRestart?.(exit, delayMs);
      await delay(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      this.#child = this.#spawn();
    }
  }
}
