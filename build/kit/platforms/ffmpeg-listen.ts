import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { listenersOf } from '../listeners.ts';
import { ffmpegBin } from '../tools.ts';
import { filesIn, type RecordingServer } from './platform.ts';

/**
 * FFmpeg as an RTMP server (`-listen 1`), which understands what FFmpeg's FLV demuxer understands. It takes one publish
 * only, so another one is started as soon as it has ended.
 */
export class FfmpegListening implements RecordingServer {
  readonly address: string;
  readonly #folder: string;
  readonly #url: string;
  #child: Child;
  #stopped = false;
  #publishes = 0;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.address = `rtmp://127.0.0.1:${port}/live`;
    this.#url = `${this.address}/any`;
    this.#child = this.#listen();
  }

  /** @param folder own folder for what it receives */
  static async start({ folder }: { folder: string }): Promise<FfmpegListening> {
    mkdirSync(folder, { recursive: true });
    const server = new FfmpegListening(folder, await freePort());
    await until(() => listenersOf([server.#child.pid]).length > 0, { what: 'FFmpeg listening' });
    return server;
  }

  async recordings(): Promise<string[]> {
    return filesIn(this.#folder, '.flv');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    await this.#child.stop();
  }

  #listen(): Child {
    this.#publishes += 1;
    const file = join(this.#folder, `publish-${this.#publishes}.flv`);
    const input = ['-listen', '1', '-i', this.#url];
    const output = ['-c', 'copy', '-flush_packets', '1', '-f', 'flv', file];
    const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...input, ...output];
    const child = new Child({ name: 'FFmpeg as a server', file: ffmpegBin(), args });
    void child.exited.then(() => {
      if (!this.#stopped) this.#child = this.#listen();
    });
    return child;
  }
}
