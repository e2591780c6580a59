import type { Duplex } from 'node:stream';
import { type DirectEnd, type DirectHello, directHello } from '@neustream/shared/live/direct-publish.ts';
import {
  FlvDemuxer,
  type MediaMessage,
  ProtocolError,
  type PublishAsk,
  type PublishVerdict,
  type SessionEnd,
} from '../../relay/public.ts';
import type { Measuring } from './measuring.ts';

/** From connection to the end of the hello, in ms. */
const HELLO_WITHIN_MS = 5000;
/** From the hello to the answer, in ms: a publisher before it may have to be waited for. */
const ANSWER_WITHIN_MS = 10_000;
const MOST_HELLO_BYTES = 4096;
/** A page that sends nothing for this long is gone, in ms. */
const IDLE_MS = 10_000;
/** How often a page is told what has arrived, in ms. */
const TELL_EVERY_MS = 150;
const GOODBYE_MS = 500;
/** Answers that may wait for a page that does not read them, in bytes. */
const MOST_WAITING_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

const END_CODES: Readonly<Partial<Record<SessionEnd, DirectEnd>>> = {
  replaced: 'REPLACED',
  finished: 'SESSION_OVER',
  stopping: 'NOT_NOW',
  protocol: 'BROKEN',
  internal: 'NOT_NOW',
  timeout: 'SILENT',
};

export interface DirectSessionOptions {
  /** Carries the bytes of the WebSocket's messages. The session ends it. */
  socket: Duplex;
  onPublish(ask: PublishAsk): Promise<PublishVerdict>;
  /** Begins to measure for this permit, or says why not. */
  onMeasure(permit: string): Promise<Measuring | 'REFUSED' | 'NOT_NOW'>;
  /** Called once, whatever ends the session, unless `leave` did. */
  onEnd(end: SessionEnd): void;
}

/** One page that publishes, or measures, over a WebSocket: see `direct-publish.ts` in shared. */
export class DirectSession {
  readonly #options: DirectSessionOptions;
  #hello: Buffer = Buffer.alloc(0);
  /** Takes what follows the hello; null until the page is admitted. */
  #take: ((bytes: Buffer) => void) | null = null;
  #asked = false;
  #bytes = 0;
  #toldBytes = 0;
  #telling: NodeJS.Timeout | null = null;
  #deadline: NodeJS.Timeout;
  #ended = false;
  #measuring: Measuring | null = null;

  constructor(options: DirectSessionOptions) {
    this.#options = options;
    this.#deadline = setTimeout(() => this.close('timeout'), HELLO_WITHIN_MS);
    options.socket.once('close', () => this.close('closed'));
    options.socket.once('end', () => this.close('unpublished'));
    options.socket.on('error', () => this.close('closed'));
  }

  /** Processes what arrived. Never throws: a page that breaks the protocol is disconnected. */
  receive(bytes: Buffer): void {
    if (this.#ended) return;
    try {
      if (this.#take === null) this.#listen(bytes);
      else this.#count(bytes);
    } catch (error) {
      this.close(error instanceof ProtocolError ? 'protocol' : 'internal');
    }
  }

  /** Stops taking part in the connection, which goes on without this session. */
  leave(): void {
    this.#ended = true;
    this.#stop();
  }

  /** Hangs up, and says why. Does nothing once ended. */
  close(end: SessionEnd): void {
    if (this.#ended) return;
    const code = END_CODES[end];
    if (code !== undefined) this.#say({ type: 'ended', code });
    this.#hangUp(end);
  }

  #hangUp(end: SessionEnd): void {
    this.#ended = true;
    this.#stop();
    const { socket } = this.#options;
    if (!socket.destroyed) {
      socket.end();
      const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
      socket.once('close', () => clearTimeout(timer));
    }
    this.#options.onEnd(end);
  }

  #stop(): void {
    this.#take = null;
    clearTimeout(this.#deadline);
    if (this.#telling !== null) clearTimeout(this.#telling);
    this.#measuring?.end();
  }

  #listen(bytes: Buffer): void {
    // Media is sent to who is admitted, not before.
    if (this.#asked) throw new ProtocolError('media before the page was admitted');
    this.#hello = Buffer.concat([this.#hello, bytes]);
    const end = this.#hello.indexOf(NEWLINE);
    if (end < 0 && this.#hello.length <= MOST_HELLO_BYTES) return;
    if (end !== this.#hello.length - 1 || end > MOST_HELLO_BYTES) throw new ProtocolError('not a hello');
    const hello = readHello(this.#hello.subarray(0, end).toString());
    this.#asked = true;
    this.#expect('internal', ANSWER_WITHIN_MS);
    if (hello.type === 'measure') void this.#measure(hello.permit);
    else void this.#publish(hello);
  }

  async #publish({ path, key, encoder }: Extract<DirectHello, { type: 'publish' }>): Promise<void> {
    const [app = '', ...name] = path.split('/');
    const query = new URLSearchParams({ key }).toString();
    const verdict = await this.#options.onPublish({ app, streamName: name.join('/'), query, encoder });
    if (this.#ended) return;
    if (!verdict.accepted) return this.#refuse(refusalOf(verdict.code));
    const demuxer = new FlvDemuxer((message: MediaMessage) => verdict.onMessage(message));
    this.#admit((bytes) => demuxer.receive(bytes));
  }

  async #measure(permit: string): Promise<void> {
    const measuring = await this.#options.onMeasure(permit);
    if (typeof measuring === 'string') {
      this.#refuse(measuring);
      return;
    }
    this.#measuring = measuring;
    if (this.#ended) {
      measuring.end();
      return;
    }
    this.#admit((bytes) => {
      if (measuring.count(bytes.length)) return;
      this.#tell();
      this.#refuse('MEASURED');
    });
  }

  #admit(take: (bytes: Buffer) => void): void {
    this.#say({ type: 'admitted' });
    this.#take = take;
    this.#expect('timeout', IDLE_MS);
  }

  /** Ends in this way unless something happens within that time. */
  #expect(end: SessionEnd, withinMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.close(end), withinMs);
  }

  #refuse(code: DirectEnd): void {
    if (this.#ended) return;
    this.#say({ type: 'ended', code });
    this.#hangUp('rejected');
  }

  #count(bytes: Buffer): void {
    this.#bytes += bytes.length;
    this.#deadline.refresh();
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#tell();
    }, TELL_EVERY_MS);
    this.#take?.(bytes);
  }

  #tell(): void {
    if (this.#ended || this.#toldBytes === this.#bytes) return;
    this.#toldBytes = this.#bytes;
    this.#say({ type: 'received', bytes: this.#bytes });
  }

  #say(answer: object): void {
    const { socket } = this.#options;
    if (!socket.writable || socket.writableLength > MOST_WAITING_BYTES) return;
    socket.write(`${JSON.stringify(answer)}\n`);
  }
}

function readHello(line: string): DirectHello {
  try {
    return directHello.parse(JSON.parse(line));
  } catch {
    throw new ProtocolError('not a hello');
  }
}

function refusalOf(code: Extract<PublishVerdict, { accepted: false }>['code']): DirectEnd {
  if (code === 'NetStream.Publish.BadName') return 'ALREADY_PUBLISHING';
  return code === 'NetStream.Failed' ? 'NOT_NOW' : 'REFUSED';
}
