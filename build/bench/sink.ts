import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { callChild, childReady } from '../kit/remote.ts';

const PROGRAM = fileURLToPath(new URL('./sink-program.ts', import.meta.url));

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
  beganWithKeyFrame: boolean;
}

/** Milliseconds from the publisher's write to the complete message at an output. */
export interface Delays {
  count: number;
  p50: number | null;
  p99: number | null;
  max: number | null;
}

export interface Output {
  /** Server address without the key. */
  address: string;
  key: string;
}

/** All outputs' servers: one process outside what is measured, one port per output. */
export class Sink implements AsyncDisposable {
  readonly outputs: Output[];
  readonly #child: Child;

  private constructor(child: Child, ports: number[]) {
    this.#child = child;
    this.outputs = ports.map((port, index) => ({
      address: `rtmp://127.0.0.1:${port}/live`,
      key: `output-${index}`,
    }));
  }

  static async create(count: number): Promise<Sink> {
    const child = new Child({ name: 'The sink', file: process.execPath, args: [PROGRAM], messages: true });
    await childReady(child);
    return new Sink(child, await callChild<number[]>(child, 'open', count));
  }

  report(): Promise<SinkReport[]> {
    return callChild<SinkReport[]>(this.#child, 'report');
  }

  /** The server stops reading; its connection stays open. */
  async freeze(index: number): Promise<void> {
    await callChild(this.#child, 'freeze', index);
  }

  async thaw(index: number): Promise<void> {
    await callChild(this.#child, 'thaw', index);
  }

  /** Breaks the connection of one output; its server keeps listening. */
  async disconnect(index: number): Promise<void> {
    await callChild(this.#child, 'disconnect', index);
  }

  async stopListening(index: number): Promise<void> {
    await callChild(this.#child, 'stopListening', index);
  }

  /** @returns when it was listening again, in milliseconds since the epoch */
  listen(index: number): Promise<number> {
    return callChild<number>(this.#child, 'listen', index);
  }

  async beginDelays(): Promise<void> {
    await callChild(this.#child, 'beginDelays');
  }

  endDelays(): Promise<Delays> {
    return callChild<Delays>(this.#child, 'endDelays');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
  }
}
