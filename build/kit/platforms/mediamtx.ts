import { join } from 'node:path';
import type { Child } from '@neustream/shared/node/child.ts';
import { startPlainMediamtx } from '../mediamtx.ts';
import { filesIn, type RecordingServer } from './platform.ts';

/** MediaMTX as somebody's RTMP server that records what it is sent, as fragmented MP4. */
export class MediamtxServer implements RecordingServer {
  readonly address: string;
  readonly #child: Child;
  readonly #recordings: string;

  private constructor(address: string, child: Child, recordings: string) {
    this.address = `${address}/live`;
    this.#child = child;
    this.#recordings = recordings;
  }

  /** @param folder own folder for its configuration and recordings */
  static async start({ folder }: { folder: string }): Promise<MediamtxServer> {
    const recordings = join(folder, 'recordings');
    const { address, child } = await startPlainMediamtx(folder, [
      'all_others:',
      '  record: yes',
      '  recordFormat: fmp4',
      '  recordPartDuration: 200ms',
      // %f makes the name of each publish's file a different one.
      `  recordPath: ${join(recordings, '%path/%Y-%m-%d_%H-%M-%S-%f')}`,
    ]);
    return new MediamtxServer(address, child, recordings);
  }

  async recordings(): Promise<string[]> {
    return filesIn(this.#recordings, '.mp4');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
  }
}
