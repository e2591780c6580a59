import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { getSystemErrorName } from 'node:util';

/** One write that a socket's handle has not finished; `buffer` keeps the bytes until it has. */
interface WriteRequest {
  buffer?: Buffer;
  oncomplete?: (status: number) => void;
}

/** The part of a TCP socket's handle that takes bytes without Node's stream layer. */
interface TcpHandle {
  /** Gives 0, or a negative system error number. */
  writeBuffer(request: WriteRequest, bytes: Buffer): number;
}

interface StreamBinding {
  WriteWrap: new () => WriteRequest;
  streamBaseState: Int32Array;
  kLastWriteWasAsync: number;
}

const BINDING = streamBinding();

/**
 * Writes media to a destination's socket, one write in flight at most.
 *
 * Fifty outputs make thousands of writes a second, and nearly all of them are taken by the kernel at once. For those
 * Node's stream layer costs more than the system call, so a plain TCP socket's handle is written to directly, as
 * `net.Socket` does underneath. TLS sockets, and a Node without that handle, are written to as streams.
 */
export class MediaWriter {
  readonly #socket: Writable;
  readonly #onDrain: () => void;
  readonly #drained = () => this.#onDrain();
  readonly #handle: TcpHandle | null;
  #request: WriteRequest | null = null;
  #handlePending = false;

  /** `onDrain` is called when a write that was `pending` has been taken. */
  constructor(socket: Writable, onDrain: () => void) {
    this.#socket = socket;
    this.#onDrain = onDrain;
    this.#handle = BINDING ? tcpHandle(socket) : null;
    socket.on('drain', this.#drained);
  }

  /** True while bytes given before have not been taken. */
  get pending(): boolean {
    return this.#handlePending || this.#socket.writableLength > 0;
  }

  /** Gives bytes to the socket; they must not change until they have been taken. Call it when nothing is pending. */
  write(bytes: Buffer): void {
    if (this.#handle === null || BINDING === null || this.#socket.writableLength > 0) {
      this.#socket.write(bytes);
      return;
    }
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    const request = this.#request ?? new BINDING.WriteWrap();
    this.#request = request;
    const status = this.#handle.writeBuffer(request, bytes);
    if (status !== 0) this.#fail(status);
    else if (BINDING.streamBaseState[BINDING.kLastWriteWasAsync]) this.#await(request, bytes);
  }

  close(): void {
    this.#socket.off('drain', this.#drained);
  }

  /** The kernel took a part: the request is in use until it has taken the rest. */
  #await(request: WriteRequest, bytes: Buffer): void {
    this.#request = null;
    this.#handlePending = true;
    request.buffer = bytes;
    request.oncomplete = (status) => {
      this.#handlePending = false;
      if (status !== 0) this.#fail(status);
      else this.#onDrain();
    };
  }

  #fail(status: number): void {
    const code = getSystemErrorName(status);
    if (!this.#socket.destroyed) this.#socket.destroy(Object.assign(new Error(`write ${code}`), { code }));
  }
}

function tcpHandle(socket: Writable): TcpHandle | null {
  if (Object.getPrototypeOf(socket) !== Socket.prototype) return null;
  const { _handle: handle } = socket as { _handle?: Partial<TcpHandle> | null };
  return typeof handle?.writeBuffer === 'function' ? (handle as TcpHandle) : null;
}

function streamBinding(): StreamBinding | null {
  try {
    const { binding } = process as { binding?: (name: string) => Partial<StreamBinding> };
    const { WriteWrap, streamBaseState, kLastWriteWasAsync } = binding?.('stream_wrap') ?? {};
    if (!WriteWrap || !streamBaseState || kLastWriteWasAsync === undefined) return null;
    return { WriteWrap, streamBaseState, kLastWriteWasAsync };
  } catch {
    return null;
  }
}
