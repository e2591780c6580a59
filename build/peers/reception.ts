import { readFileSync, statSync } from 'node:fs';
import { until } from '@neustream/shared/node/wait.ts';
import { isCodecHeader } from '../kit/platforms/received.ts';
import { packetsOf, probe, type Recording } from '../kit/recording.ts';
import { TYPE } from '../kit/rtmp/chunks.ts';
import { readFlvTags } from '../kit/rtmp/flv.ts';
import { faultsOf } from './compare.ts';
import type { PeerEncoder } from './encoder.ts';
import type { OpenServer, RunningServer } from './servers.ts';

const FLV_HEADER_BYTES = 13;
const PATIENCE_MS = 30_000;
/** More than metadata and codec headers, which come before the first picture. */
const HEADER_BYTES = 2_000;

/** What one server keeps of one session. */
export class Reception {
  readonly name: string;
  readonly #splits: boolean;
  readonly #server: OpenServer;
  readonly #earlier: ReadonlySet<string>;

  private constructor({ server, open }: RunningServer, earlier: readonly string[]) {
    this.name = server.name;
    this.#splits = server.splits ?? false;
    this.#server = open;
    this.#earlier = new Set(earlier);
  }

  /** From now on: what the server recorded before is of other sessions. */
  static async begin(running: RunningServer): Promise<Reception> {
    return new Reception(running, await running.open.recordings());
  }

  /** Its files of this session that hold anything. */
  async recordings(): Promise<string[]> {
    const files = await this.#server.recordings();
    return files.filter((file) => !this.#earlier.has(file) && statSync(file).size > 0);
  }

  /** Waits until so many pictures have been recorded. Returns when that was seen, in epoch ms. */
  async untilPictures(count: number): Promise<number> {
    const what = `${count} pictures at ${this.name}`;
    await until(async () => (await this.#pictures()) >= count, {
      what,
      timeoutMs: PATIENCE_MS,
      everyMs: count === 1 ? 20 : 300,
    });
    return Date.now();
  }

  /** Waits for another picture. Returns when that was seen, in epoch ms. */
  async untilMore(): Promise<number> {
    const before = await this.#bytes();
    await until(async () => (await this.#bytes()) > before + HEADER_BYTES, {
      what: `more at ${this.name}`,
      timeoutMs: PATIENCE_MS,
      everyMs: 20,
    });
    return Date.now();
  }

  /** Waits until so many more pictures have been recorded. */
  async untilMorePictures(more: number): Promise<void> {
    await this.untilPictures((await this.#pictures()) + more);
  }

  /** Waits until a recording grows no more. */
  async untilFinished(): Promise<void> {
    let size = -1;
    await until(
      async () => {
        const before = size;
        size = await this.#bytes();
        return size === before;
      },
      { what: `${this.name} has written everything`, everyMs: 300 },
    );
  }

  /** What is wrong with the recording, in words; nothing when it is what the encoder sent. */
  async faults(encoder: PeerEncoder, sent: Recording): Promise<string[]> {
    const files = await this.recordings();
    if (files.length !== 1 && !this.#splits) return [`${files.length} recordings of one session`];
    const [file = ''] = files;
    return await faultsOf(file, { encoder, sent });
  }

  async #bytes(): Promise<number> {
    const sizes = (await this.recordings()).map((file) => statSync(file).size);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async #pictures(): Promise<number> {
    const counts = await Promise.all((await this.recordings()).map(picturesIn));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

async function picturesIn(file: string): Promise<number> {
  if (!file.endsWith('.flv')) return packetsOf(await probe(file), 'video').length;
  const bytes = readFileSync(file);
  if (bytes.length < FLV_HEADER_BYTES) return 0;
  return readFlvTags(bytes).filter(({ type, payload }) => type === TYPE.video && !isCodecHeader(payload))
    .length;
}
