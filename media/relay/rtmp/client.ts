import type { Writable } from 'node:stream';
import type { RtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import type { AmfValue } from './amf-types.ts';
import type { RawMessage } from './chunk-reader.ts';
import { ClientHandshake } from './handshake.ts';
import { type Command, RtmpLink } from './link.ts';
import { COMMAND_CHUNK_SIZE } from './message-types.ts';
import { asksToReconnect, readStatus, type Status } from './status.ts';

/** The application as `connect` names it. */
export type ConnectTarget = Pick<RtmpAddress, 'app' | 'tcUrl'>;

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

/**
 * What enhanced RTMP v2 asks a client to announce: we forward every codec (4), and can reconnect on request (1), send
 * several tracks (2) and pass on what extends their headers (4).
 */
const ENHANCED = {
  fourCcList: ['av01', 'vp09', 'vp08', 'hvc1', 'avc1', 'Opus', 'fLaC', 'ac-3', 'ec-3', '.mp3', 'mp4a'],
  videoFourCcInfoMap: { '*': 4 },
  audioFourCcInfoMap: { '*': 4 },
  capsEx: 7,
};
/** Codecs and functions that a Flash player announced; servers expect to see them of whoever plays. */
const FLASH = { fpad: false, capabilities: 15, audioCodecs: 4071, videoCodecs: 252, videoFunction: 1 };
/**
 * A server that keeps asking (pings) without reading gets no more answers while this much is waiting for it, in bytes.
 */
const MAX_WAITING_BYTES = 1024 * 1024;
const FLASH_VERSION = 'FMLE/3.0 (compatible; Neustream)';

/** The commands of a connecting RTMP peer over any byte stream. One caller at a time. */
export class RtmpClient {
  readonly link: RtmpLink;
  /** Commands of the server that could not be read, and were passed over. */
  unreadable = 0;
  /** Bytes that were sent here, with the handshake and without media. */
  bytesSent = 0;
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
      onUnreadable: () => {
        this.unreadable += 1;
      },
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
    this.#write(this.#handshake.hello);
    await this.#greeted.promise;
  }

  /** Sends the end of the handshake, the chunk size of commands, and `connect`, in one write. */
  async connect({ app, tcUrl }: ConnectTarget, { publish }: { publish: boolean }): Promise<Command> {
    this.#unsent.push(this.link.chunkSize(COMMAND_CHUNK_SIZE));
    const flashVer = FLASH_VERSION;
    // The order in which OBS and librtmp write them; what they leave out when they publish is for players.
    const info = publish
      ? { app, type: 'nonprivate', flashVer, swfUrl: tcUrl, tcUrl }
      : { app, flashVer, tcUrl, ...FLASH };
    return this.call('connect', [{ ...info, ...ENHANCED }]);
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

  /**
   * Sends a stream command and waits for what answers it: `onStatus`, or `_result` or `_error`, which some servers send
   * in its place.
   */
  async callStream(name: string, args: AmfValue[], streamId: number): Promise<Status> {
    const { promise, resolve } = Promise.withResolvers<Status>();
    this.#statusWaiter = resolve;
    this.#transaction += 1;
    this.#waiting.set(this.#transaction, (command) => {
      this.#statusWaiter = null;
      resolve(readStatus(command));
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
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    this.bytesSent += bytes.length;
    this.#options.socket.write(bytes);
  }

  #answer(bytes: Buffer): void {
    const { socket } = this.#options;
    if (socket.writable && socket.writableLength < MAX_WAITING_BYTES) this.#write(bytes);
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
    if (waiter === null || asksToReconnect(status)) {
      this.#options.onStatus?.(status);
      return;
    }
    this.#statusWaiter = null;
    waiter(status);
  }
}
