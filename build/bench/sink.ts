import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import type { Certificate } from '../kit/certificates.ts';
import { callChild, childReady } from '../kit/remote.ts';
import { type Delays, delaysOf } from './delays.ts';

const PROGRAM = fileURLToPath(new URL('./sink-program.ts', import.meta.url));
/** Outputs that one process receives without being late. */
const PER_PROCESS = 80;

/** What one output's server received, across all publishes to it. Instants are milliseconds since the epoch. */
export interface SinkReport {
  /** Payload bytes of audio and video. */
  bytes: number;
  latestFirstVideoAt: number | null;
  latestAcceptedAt: number | null;
  latestMediaAt: number | null;
  /** Publishes in progress. */
  publishing: number;
  publishes: number;
  connections: number;
  backwards: number;
  /** Frames missing between the first and the last one of the latest publish, at 60 per second. */
  picturesMissing: number;
  /** Holes in the sound's timeline, without those between two publishes. */
  soundMissingMs: number;
  beganWithKeyFrame: boolean;
}

export interface Output {
  /** Server address without the key. */
  address: string;
  key: string;
}

/** All outputs' servers: processes outside what is measured, one port per output. */
export class Sink implements AsyncDisposable {
  readonly outputs: Output[];
  readonly #children: Child[];

  private constructor(children: Child[], addresses: string[]) {
    this.#children = children;
    this.outputs = addresses.map((address, index) => ({ address, key: `output-${index}` }));
  }

  /** @param certificate makes them RTMPS */
  static async create(count: number, certificate: Certificate | null = null): Promise<Sink> {
    const starts = Array.from({ length: Math.ceil(count / PER_PROCESS) }, (_child, i) => i * PER_PROCESS);
    const opened = await Promise.all(
      starts.map(async (start) => {
        const child = new Child({
          name: 'The sink',
          file: process.execPath,
          args: [PROGRAM],
          messages: true,
        });
        await childReady(child);
        const input = { count: Math.min(PER_PROCESS, count - start), certificate };
        return { child, addresses: await callChild<string[]>(child, 'open', input) };
      }),
    );
    return new Sink(
      opened.map(({ child }) => child),
      opened.flatMap(({ addresses }) => addresses),
    );
  }

  async report(): Promise<SinkReport[]> {
    return (await this.#all<SinkReport[]>('report')).flat();
  }

  /** The server stops reading; its connection stays open. */
  freeze(index: number): Promise<void> {
    return this.#one(index, 'freeze');
  }

  /** The server reads at most this many bytes a second. */
  slow(index: number, bytesPerSecond: number): Promise<void> {
    return this.#one(index, 'slow', (at) => ({ index: at, bytesPerSecond }));
  }

  /** Breaks the connection of one output; its server keeps listening. */
  disconnect(index: number): Promise<void> {
    return this.#one(index, 'disconnect');
  }

  stopListening(index: number): Promise<void> {
    return this.#one(index, 'stopListening');
  }

  /** @returns when it was listening again, in milliseconds since the epoch */
  listen(index: number): Promise<number> {
    return this.#one<number>(index, 'listen');
  }

  async beginDelays(): Promise<void> {
    await this.#all('beginDelays');
  }

  async endDelays(): Promise<Delays> {
    return delaysOf(await this.#all<number[]>('endDelays'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  #all<T>(name: string): Promise<T[]> {
    return Promise.all(this.#children.map((child) => callChild<T>(child, name)));
  }

  async #one<T = void>(index: number, name: string, input = (at: number): unknown => at): Promise<T> {
    const child = this.#children[Math.floor(index / PER_PROCESS)];
    if (child === undefined) throw new Error(`There is no output ${index}.`);
    return callChild<T>(child, name, input(index % PER_PROCESS));
  }
}
