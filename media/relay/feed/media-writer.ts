import type { Writable } from 'node:stream';
import { getSystemErrorName } from 'node:util';
import { DirectWrite } from '@neustream/shared/node/internals/direct-write.ts';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';

/**
 * Writes media to a destination's socket, one write in flight at most.
 *
 * Fifty outputs make thousands of writes a second, and the kernel accepts nearly all of them at once. For those, Node's
 * stream layer costs more than the system call, so a plain TCP socket's handle is written to directly. TLS sockets, and
 * a Node without that handle, are written to as streams.
 */
export class MediaWriter {
  readonly #socket: Writable;
  readonly #onDrain: () => void;
  /** Streams tell of a small write only to those who ask for it: `drain` is for those that filled their buffer. */
  readonly #written = (error?: Error | null) => {
    if (!error) this.#onDrain();
  };
  readonly #direct: DirectWrite | null;

  /** `onDrain` is called when a write that was `pending` has been accepted. */
  constructor(socket: Writable, internals: NodeInternals, onDrain: () => void) {
    this.#socket = socket;
    this.#onDrain = onDrain;
    this.#direct = internals.directWrites ? DirectWrite.to(socket, (status) => this.#taken(status)) : null;
  }

  /** True while bytes passed earlier have not been accepted. */
  get pending(): boolean {
    return this.#direct?.pending === true || this.#socket.writableLength > 0;
  }

  /**
   * Passes bytes to the socket; they must not change until they have been accepted. Call it only when nothing is
   * pending.
   * @returns true when they have been accepted, or never will be because the socket is broken; false when `onDrain` will
   * tell
   */
  write(bytes: Buffer): boolean {
    const direct = this.#direct;
    if (direct === null || this.#socket.writableLength > 0) {
      this.#socket.write(bytes, this.#written);
      return !this.pending;
    }
    const status = direct.write(bytes);
    if (status !== 0) this.#fail(status);
    return !direct.pending;
  }

  #taken(status: number): void {
    if (status !== 0) this.#fail(status);
    else this.#onDrain();
  }

  #fail(status: number): void {
    if (this.#socket.destroyed) return;
    const code = getSystemErrorName(status);
    this.#socket.destroy(Object.assign(new Error(`write ${code}`), { code }));
  }
}
