import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { callChild, childReady } from '../kit/remote.ts';

const PROGRAM = fileURLToPath(new URL('./publisher-program.ts', import.meta.url));

export interface PublisherReport {
  /** Payload bytes of audio and video sent, without codec headers. */
  bytes: number;
  keyFrames: number;
  lastKeyFrameAt: number;
  connected: boolean;
}

/** The encoder of a measurement: one process outside what is measured. */
export class Publisher implements AsyncDisposable {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  static async create(inputFile: string): Promise<Publisher> {
    const args = [PROGRAM, inputFile];
    const child = new Child({ name: 'The publisher', file: process.execPath, args, messages: true });
    await childReady(child);
    return new Publisher(child);
  }

  /** @returns when the ingest accepted the publish, in milliseconds since the epoch */
  start(url: string): Promise<number> {
    return callChild<number>(this.#child, 'start', url);
  }

  async stop(): Promise<void> {
    await callChild(this.#child, 'stop');
  }

  report(): Promise<PublisherReport> {
    return callChild<PublisherReport>(this.#child, 'report');
  }

  /**
   * Waits for the midpoint between two key frames, where only small frames are on their way, so that the bytes counted
   * at both ends match.
   */
  async quietMoment(): Promise<PublisherReport> {
    const { keyFrames } = await this.report();
    return until(
      async () => {
        const report = await this.report();
        const age = performance.timeOrigin + performance.now() - report.lastKeyFrameAt;
        return report.keyFrames > keyFrames && age > 600 && report;
      },
      { what: 'a key frame of the publisher', everyMs: 20 },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
  }
}
