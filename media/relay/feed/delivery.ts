import type { Writable } from 'node:stream';
import type { NodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Borrowed } from './cut.ts';
import { MediaWriter } from './media-writer.ts';

export interface DeliveryOptions {
  socket: Writable;
  internals: NodeInternals;
  /** The socket accepted what was in flight. */
  onDrain: () => void;
  /** The socket accepted media for the first time. */
  onFlowing: () => void;
}

/** What is handed to one destination's socket: one write in flight at most, and what the socket has accepted. */
export class Delivery {
  /** Bytes of media that the socket accepted. */
  bytesTaken = 0;
  readonly #writer: MediaWriter;
  readonly #onFlowing: () => void;
  #inFlight = 0;
  #borrowed: Borrowed | null = null;
  #flowing = false;

  constructor({ socket, internals, onDrain, onFlowing }: DeliveryOptions) {
    this.#writer = new MediaWriter(socket, internals, onDrain);
    this.#onFlowing = onFlowing;
  }

  /** Bytes that the socket has not been seen to accept. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** The socket has not accepted what was handed to it. */
  get blocked(): boolean {
    return this.#inFlight > 0 && this.#writer.pending;
  }

  /** Accounts for what was in flight. Returns false while it still is. */
  settle(): boolean {
    if (this.#inFlight === 0) return true;
    if (this.#writer.pending) return false;
    if (this.#borrowed) this.#borrowed.borrowed -= 1;
    this.#borrowed = null;
    const taken = this.#inFlight;
    this.#inFlight = 0;
    this.#took(taken);
    return true;
  }

  /**
   * Hands bytes to the socket; only when nothing is in flight.
   * @param memory where they lie; null when nobody else writes there
   * @returns true when the socket has accepted them
   */
  write(bytes: Buffer, memory: Borrowed | null): boolean {
    if (this.#writer.write(bytes)) {
      this.#took(bytes.length);
      return true;
    }
    this.#inFlight = bytes.length;
    this.#borrowed = memory;
    if (memory) memory.borrowed += 1;
    return false;
  }

  #took(bytes: number): void {
    this.bytesTaken += bytes;
    if (this.#flowing) return;
    this.#flowing = true;
    this.#onFlowing();
  }
}
