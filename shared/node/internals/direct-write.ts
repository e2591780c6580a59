import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** A write that a socket's handle has not finished; `buffer` keeps the bytes alive until then. */
interface WriteRequest {
  buffer?: Buffer;
  oncomplete?: (status: number) => void;
}

/** The part of a TCP socket's handle that accepts bytes without Node's stream layer. */
interface TcpHandle {
  /** Returns 0, or a negative system error number. */
  writeBuffer(request: WriteRequest, bytes: Buffer): number;
}

interface StreamBinding {
  WriteWrap: new () => WriteRequest;
  streamBaseState: Int32Array;
  kLastWriteWasAsync: number;
}

const BINDING = streamBinding();
/** The request of the next write; one that the kernel accepts at once leaves it free for the next, on any socket. */
let spare: WriteRequest | null = null;

/** Whether this Node lets us write to a socket's handle. */
export const canWriteDirectly = BINDING !== null;

/**
 * Writes to a plain TCP socket's handle, as `net.Socket` does underneath, but without Node's stream layer. When the
 * kernel accepts nearly every write at once, that layer costs more than the system call itself.
 */
export class DirectWrite {
  /** True while the kernel has not accepted all of the last write; nothing may be written meanwhile. */
  pending = false;
  readonly #handle: TcpHandle;
  readonly #newRequest: StreamBinding['WriteWrap'];
  readonly #state: Int32Array;
  readonly #wasAsync: number;
  readonly #onTaken: (status: number) => void;

  private constructor(handle: TcpHandle, binding: StreamBinding, onTaken: (status: number) => void) {
    this.#handle = handle;
    this.#newRequest = binding.WriteWrap;
    this.#state = binding.streamBaseState;
    this.#wasAsync = binding.kLastWriteWasAsync;
    this.#onTaken = onTaken;
  }

  /**
   * A direct writer for this socket; null for anything but a plain TCP socket, and where Node does not allow it.
   * @param onTaken called with 0 or a system error number when a write that was `pending` has finished
   */
  static to(socket: Writable, onTaken: (status: number) => void): DirectWrite | null {
    if (BINDING === null || Object.getPrototypeOf(socket) !== Socket.prototype) return null;
    const { _handle: handle } = socket as { _handle?: Partial<TcpHandle> | null };
    if (typeof handle?.writeBuffer !== 'function') return null;
    return new DirectWrite(handle as TcpHandle, BINDING, onTaken);
  }

  /**
   * Passes bytes to the kernel; they must not change until they have been accepted.
   * @returns 0, or a negative system error number
   */
  write(bytes: Buffer): number {
    spare ??= new this.#newRequest();
    const status = this.#handle.writeBuffer(spare, bytes);
    if (status === 0 && this.#state[this.#wasAsync] !== 0) this.#await(spare, bytes);
    return status;
  }

  /** The kernel accepted only part of it: the request stays in use until the rest has been accepted. */
  #await(request: WriteRequest, bytes: Buffer): void {
    spare = null;
    this.pending = true;
    request.buffer = bytes;
    request.oncomplete = (status) => {
      this.pending = false;
      this.#onTaken(status);
    };
  }
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
