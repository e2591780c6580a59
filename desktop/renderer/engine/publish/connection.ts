import {
  DIRECT_PROTOCOL,
  type DirectAnswer,
  type DirectHello,
  directAnswer,
} from '@neustream/shared/live/direct-publish.ts';

export interface ConnectionOptions {
  url: string;
  hello: DirectHello;
  onAnswer(answer: DirectAnswer): void;
  /** It is over; called once. */
  onClose(): void;
}

/** Without an answer by then, there is none, in ms. */
const ADMITTED_WITHIN_MS = 10_000;

/** A WebSocket to the ingest's door for pages: see `direct-publish.ts` in shared. */
export class DirectConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #decoder = new TextDecoder();
  #text = '';
  #closed = false;
  #deadline: ReturnType<typeof setTimeout>;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new WebSocket(options.url, DIRECT_PROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#deadline = setTimeout(() => this.close(), ADMITTED_WITHIN_MS);
    this.#socket.addEventListener('open', () => {
      this.#socket.send(new TextEncoder().encode(`${JSON.stringify(options.hello)}\n`));
    });
    this.#socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => this.#hear(data));
    this.#socket.addEventListener('close', () => this.#over());
  }

  /** Bytes that were given to the socket and have not gone yet. */
  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#closed) this.#socket.send(bytes);
  }

  close(): void {
    this.#socket.close();
    // A line that is gone does not answer the goodbye for a long time.
    this.#over();
  }

  #hear(data: ArrayBuffer): void {
    const lines = (this.#text + this.#decoder.decode(data, { stream: true })).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const answer = directAnswer.safeParse(jsonOf(line));
      if (this.#closed || !answer.success) continue;
      clearTimeout(this.#deadline);
      this.#options.onAnswer(answer.data);
    }
  }

  #over(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#deadline);
    this.#options.onClose();
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
