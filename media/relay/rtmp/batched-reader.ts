import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type NodeInternals, nodeInternals } from '@neustream/shared/node/internals/internals.ts';
import { type OwnBuffer, ownBufferSocket } from '@neustream/shared/node/internals/own-buffer-socket.ts';
import { type ReadPacing, TimerPacing } from './pacing.ts';

export interface BatchedReaderOptions {
  /** Uses a timer of its own unless given. */
  pacing?: ReadPacing | undefined;
  /** Which of Node's internals may be used; all that this Node offers unless given. */
  internals?: NodeInternals | undefined;
  /** The bytes are valid only during the call. Called once or a few times for each batch. */
  onBytes: (bytes: Buffer) => void;
  /** Everything that was available has been passed on. */
  onBatchEnd: () => void;
}

const BUFFER_BYTES = 256 * 1024;
/** For all readers of the process: what is read is passed on before anything else is read. */
const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/**
 * Reads a socket in batches: after each read it pauses for some milliseconds, so that a stream of hundreds of packets
 * costs a few dozen wake-ups a second.
 */
export class BatchedReader {
  /** For the socket's constructor. */
  readonly onread: OwnBuffer;
  readonly #options: BatchedReaderOptions;
  readonly #pacing: ReadPacing;
  readonly #resume = () => {
    if (!this.#held) this.#socket?.resume();
  };
  #socket: Socket | null = null;
  #paced = false;
  #held = false;
  #turnEnd: NodeJS.Immediate | null = null;

  constructor(options: BatchedReaderOptions) {
    this.#options = options;
    this.#pacing = options.pacing ?? new TimerPacing();
    this.onread = { buffer, callback: (length) => this.#onRead(length) };
  }

  /** From now on, pause between reads. Until then, every byte is passed on as it arrives. */
  pace(): void {
    this.#paced = true;
  }

  /** Whether reading pauses until further notice: whoever takes the bytes cannot take more. `socket` is the one read. */
  hold(socket: Duplex, pause: boolean): void {
    if (this.#held === pause) return;
    this.#held = pause;
    if (pause) socket.pause();
    else socket.resume();
  }

  /** The socket that was created with `onread`. */
  attach(socket: Socket): void {
    this.#socket = socket;
    socket.once('close', () => {
      this.#socket = null;
    });
  }

  /** Takes bytes that did not arrive through `onread`. Such a socket is not paused. */
  take(bytes: Buffer): void {
    this.#options.onBytes(bytes);
    // One read may bring many TLS records: all of them are one batch, followed by one pause.
    this.#turnEnd ??= setImmediate(() => {
      this.#turnEnd = null;
      this.#options.onBatchEnd();
      if (this.#paced) this.#options.pacing?.rest(this.#resume);
    });
  }

  #onRead(length: number): boolean {
    this.#options.onBytes(buffer.subarray(0, length));
    // A full buffer means that more is waiting, which belongs to the same batch.
    if (length === BUFFER_BYTES) return !this.#held;
    this.#options.onBatchEnd();
    if (this.#held) return false;
    return !this.#paced || this.#pacing.rest(this.#resume);
  }
}

/**
 * Reads an accepted socket in batches; use the returned one from then on. The server must accept with `pauseOnConnect`.
 * Whatever cannot be read into that buffer (TLS, WebSockets, tests, a Node that does not allow it) is read as data
 * arrives.
 */
export function readBatched(
  accepted: Duplex,
  options: BatchedReaderOptions,
): { socket: Duplex; reader: BatchedReader } {
  const reader = new BatchedReader(options);
  const { ownBuffers } = options.internals ?? nodeInternals('auto');
  const socket = ownBuffers && accepted instanceof Socket ? ownBufferSocket(accepted, reader.onread) : null;
  if (socket === null) {
    accepted.on('data', (bytes: Buffer) => reader.take(bytes));
    accepted.resume();
    return { socket: accepted, reader };
  }
  reader.attach(socket);
  socket.resume();
  return { socket, reader };
}
