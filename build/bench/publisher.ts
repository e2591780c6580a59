import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { callChild, childReady } from '../kit/remote.ts';

const PROGRAM = fileURLToPath(new URL('./publisher-program.ts', import.meta.url));
/** Encoders that one process carries without being late. */
const PER_PROCESS = 25;
/** Encoders do not start in the same instant, so their key frames are spread over this time, in ms. */
const SPREAD_MS = 2000;
/** Spreads any number of encoders evenly. */
const GOLDEN_RATIO = 0.618034;

export interface PublisherReport {
  /** Payload bytes of audio and video sent, without codec headers. */
  bytes: number;
  keyFrames: number;
  lastKeyFrameAt: number;
  /** Whether no encoder was dropped. */
  connected: boolean;
}

/** The encoders of a measurement: processes outside what is measured. */
export class Publisher implements AsyncDisposable {
  readonly #children: Child[];

  private constructor(children: Child[]) {
    this.#children = children;
  }

  static async create(inputFile: string, encoders = 1): Promise<Publisher> {
    const args = [PROGRAM, inputFile];
    const children = Array.from(
      { length: Math.ceil(encoders / PER_PROCESS) },
      () => new Child({ name: 'The publisher', file: process.execPath, args, messages: true }),
    );
    await Promise.all(children.map((child) => childReady(child)));
    return new Publisher(children);
  }

  /** @returns when the ingest accepted the last publish, in milliseconds since the epoch */
  async start(urls: readonly string[]): Promise<number> {
    const streams = urls.map((url, i) => ({ url, afterMs: ((i * GOLDEN_RATIO) % 1) * SPREAD_MS }));
    const accepted = await this.#all<number>('start', (index) =>
      streams.filter((_stream, i) => i % this.#children.length === index),
    );
    return Math.max(...accepted);
  }

  async stop(): Promise<void> {
    await this.#all('stop');
  }

  async report(): Promise<PublisherReport> {
    const reports = await this.#all<PublisherReport>('report');
    return {
      bytes: reports.reduce((sum, { bytes }) => sum + bytes, 0),
      keyFrames: reports.reduce((sum, { keyFrames }) => sum + keyFrames, 0),
      lastKeyFrameAt: Math.max(...reports.map(({ lastKeyFrameAt }) => lastKeyFrameAt)),
      connected: reports.every(({ connected }) => connected),
    };
  }

  /**
   * Waits for the midpoint between two key frames of a single encoder, where only small frames are on their way, so that
   * the bytes counted at both ends match.
   */
  async quietMoment(): Promise<PublisherReport> {
    const { keyFrames } = await this.report();
    return until(
      async () => {
        const report = await this.report();
        const age = performance.timeOrigin + performance.now() - report.lastKeyFrameAt;
        return report.keyFrames > keyFrames && age > 600 && report;
      },
      { what: 'a key frame of the publisher', everyMs: 20, timeoutMs: 20_000 },
    );
  }

  async beginLateness(): Promise<void> {
    await this.#all('beginLateness');
  }

  /** How late the encoders themselves were, in ms: of the worst hundredth of what they sent. */
  async endLateness(): Promise<number> {
    return Math.max(...(await this.#all<number>('endLateness')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  #all<T>(name: string, input: (index: number) => unknown = () => null): Promise<T[]> {
    return Promise.all(this.#children.map((child, index) => callChild<T>(child, name, input(index))));
  }
}
