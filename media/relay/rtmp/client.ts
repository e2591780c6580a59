import type { Writable } from 'node:stream';
import type { RtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { AmfValue } from './amf-types.ts';
import type { RawMessage } from './chunk-reader.ts';
import { ClientHandshake } from './handshake.ts';
import { type Command, RtmpLink } from './link.ts';
import { readStatus, type Status } from './status.ts';

export interface RtmpClientOptions {
  /** Bytes for the server go here; bytes from it are passed to `receive`. */
  socket: Writable;
  onMedia?: (message: RawMessage) => void;
  /** An `onStatus` that nothing is waiting for. */
  onStatus?: (status: Status) => void;
  onStreamEof?: () => void;
  /** Largest message accepted from the server, in bytes. */
  maxMessageBytes: number;
}

/** What enhanced RTMP asks a client to announce: we forward every codec and several tracks. */
const ENHANCED = {
  fourCcList: ['av01', 'vp09', 'vp08', 'hvc1', 'avc1', 'Opus', 'fLaC', 'ac-3', 'ec-3', '.mp3', 'mp4a'],
  videoFourCcInfoMap: { '*': 4 },
  audioFourCcInfoMap: { '*': 4 },
  capsEx: 6,
};
/** Codecs and functions that Flash announced; servers expect to see them. */
const FLASH = { fpad: false, capabilities: 15, audioCodecs: 4071, videoCodecs: 252, videoFunction: 1 };
/**
 * A server that keeps asking (pings) without reading gets no more answers while this much is waiting for it, in bytes.
 */
const MAX_WAITING_BYTES = 1024 * 1024;
const FLASH_VERSION = 'FMLE/3.0 (compatible; Neustream)';

/** The commands of a connecting RTMP peer over any byte stream. One caller at a time. */
export class RtmpClient {
  readonly link: RtmpLink;
  readonly #options: RtmpClientOptions;
  readonly #handshake = new ClientHandshake();
  readonly #greeted = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, (command: Command) => void>();
  #statusWaiter: ((status: Status) => void) | null = null;
  #handshakeDone = false;
  #unsent: Buffer[] = [];
  #transaction = 0;

  constructor(options: RtmpClientOptions) {
    this.#options = options;
    this.link = new RtmpLink({
      send: (bytes) => this.#answer(bytes),
      onCommand: (command) => this.#onCommand(command),
      onMedia: (message) => this.#options.onMedia?.(message),
      onStreamEof: () => this.#options.onStreamEof?.(),
      maxMessageBytes: options.maxMessageBytes,
    });
  }

  /** @throws ProtocolError when the server breaks the protocol. */
  receive(bytes: Buffer): void {
    if (this.#handshakeDone) {
      this.link.receive(bytes);
      return;
    }
    const { send, rest } = this.#handshake.receive(bytes);
    if (send) this.#unsent.push(send);
    if (!rest) return;
    this.#handshakeDone = true;
    this.#greeted.resolve();
    if (rest.length > 0) this.link.receive(rest);
  }

  /** Sends the first handshake packet and waits for the server's. */
  async handshake(): Promise<void> {
    this.#options.socket.write(this.#handshake.hello);
    await this.#greeted.promise;
  }

  /** Sends the end of the handshake, our chunk size, and `connect`, in one write. */
  async connect({ app, tcUrl }: RtmpAddress, { publish }: { publish: boolean }): Promise<Command> {
    const type = publish ? { type: 'nonprivate' } : {};
    this.#unsent.push(this.link.opening());
    return this.call('connect', [{ app, ...type, flashVer: FLASH_VERSION, tcUrl, ...FLASH, ...ENHANCED }]);
  }

  /** Sends a command, along with everything queued by `notify`, and waits for `_result` or `_error`. */
  async call(name: string, args: AmfValue[]): Promise<Command> {
    const { promise, resolve } = Promise.withResolvers<Command>();
    this.#transaction += 1;
    this.#waiting.set(this.#transaction, resolve);
    this.#unsent.push(this.link.command(name, this.#transaction, args));
    this.flush();
    return promise;
  }

  /** Sends a stream command and waits for the `onStatus` (or `_error`) that answers it. */
  async callStream(name: string, args: AmfValue[], streamId: number): Promise<Status> {
    const { promise, resolve } = Promise.withResolvers<Status>();
    this.#statusWaiter = resolve;
    this.#transaction += 1;
    this.#waiting.set(this.#transaction, (command) => {
      if (command.name === '_error') resolve(readStatus(command));
    });
    this.#unsent.push(this.link.command(name, this.#transaction, [null, ...args], streamId));
    this.flush();
    return promise;
  }

  /** Queues a command whose answer does not matter; the next `call` or `flush` sends it. */
  notify(name: string, args: AmfValue[], streamId = 0): void {
    this.#transaction += 1;
    this.#unsent.push(this.link.command(name, this.#transaction, [null, ...args], streamId));
  }

  /** Queues raw control bytes. */
  queue(bytes: Buffer): void {
    this.#unsent.push(bytes);
  }

  flush(): void {
    const bytes = Buffer.concat(this.#unsent);
    this.#unsent = [];
    this.#options.socket.write(bytes);
  }

  #answer(bytes: Buffer): void {
    const { socket } = this.#options;
    if (socket.writable && socket.writableLength < MAX_WAITING_BYTES) socket.write(bytes);
  }

  #onCommand(command: Command): void {
    if (command.name === '_result' || command.name === '_error') {
      this.#waiting.get(command.transaction)?.(command);
      this.#waiting.delete(command.transaction);
      return;
    }
    if (command.name !== 'onStatus') return;
    const status = readStatus(command);
    const waiter = this.#statusWaiter;
    this.#statusWaiter = null;
    if (waiter) waiter(status);
    else this.#options.onStatus?.(status);
  }
}
