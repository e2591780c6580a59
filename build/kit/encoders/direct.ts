import { DIRECT_PROTOCOL, type DirectAnswer, directAnswer } from '@neustream/shared/live/direct-publish.ts';
import { type PipedChild, startPipedChild } from '@neustream/shared/node/piped-child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { ffmpegBin } from '../tools.ts';
import { encoderArgs } from './encoder.ts';
import type { EncoderPreset } from './presets.ts';

/** A page that speaks to the ingest over a WebSocket: what it said, and was told. */
export class DirectPage implements AsyncDisposable {
  readonly answers: DirectAnswer[] = [];
  readonly socket: WebSocket;
  /** Of FLV, by `encode`. */
  sentBytes = 0;
  #text = '';
  #encoder: PipedChild | null = null;

  private constructor(url: string) {
    this.socket = new WebSocket(url, DIRECT_PROTOCOL);
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('message', ({ data }) => this.#hear(Buffer.from(data as ArrayBuffer)));
    this.socket.addEventListener('error', () => undefined);
  }

  static async connect(url: string): Promise<DirectPage> {
    const page = new DirectPage(url);
    await until(() => page.socket.readyState !== WebSocket.CONNECTING, { what: 'the WebSocket is open' });
    return page;
  }

  /** Connects, and says what it wants. */
  static async hello(url: string, hello: object): Promise<DirectPage> {
    const page = await DirectPage.connect(url);
    page.socket.send(Buffer.from(`${JSON.stringify(hello)}\n`));
    return page;
  }

  get closed(): boolean {
    return this.socket.readyState === WebSocket.CLOSED;
  }

  /** The last answer of its kind; undefined when there was none. */
  told<T extends DirectAnswer['type']>(type: T): Extract<DirectAnswer, { type: T }> | undefined {
    return this.answers.findLast(
      (answer): answer is Extract<DirectAnswer, { type: T }> => answer.type === type,
    );
  }

  async hears(type: DirectAnswer['type'], timeoutMs = 10_000): Promise<void> {
    await until(() => this.told(type) !== undefined, { what: `the ingest says ${type}`, timeoutMs });
  }

  /** So many bytes more are read from now on. */
  async arrives(bytes: number): Promise<void> {
    const before = this.told('received')?.bytes ?? 0;
    await until(() => (this.told('received')?.bytes ?? 0) >= before + bytes, { what: 'media arrives' });
  }

  /** Sends what FFmpeg makes of a moving test picture with sound, in real time, until it is disposed. */
  async encode(preset?: EncoderPreset): Promise<void> {
    const args = encoderArgs({ url: 'pipe:1', ...(preset === undefined ? {} : { preset }) });
    this.#encoder = startPipedChild({ file: ffmpegBin(), args, onLine: () => undefined });
    this.#encoder.stdout.on('data', (bytes: Buffer) => {
      if (this.socket.readyState !== WebSocket.OPEN) return;
      this.sentBytes += bytes.length;
      this.socket.send(new Uint8Array(bytes));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#encoder?.stop();
    this.socket.close();
  }

  #hear(bytes: Buffer): void {
    const lines = (this.#text + bytes.toString()).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.answers.push(directAnswer.parse(JSON.parse(line)));
  }
}
