import { randomBytes } from 'node:crypto';

/** Bytes of C1, C2, S1 and S2 (RTMP specification 1.0, section 5.2). */
export const HANDSHAKE_BYTES = 1536;

/** What our side sends first: its version and 1536 bytes (C0+C1, or S0+S1). */
export function hello(): Buffer {
  const bytes = Buffer.alloc(1 + HANDSHAKE_BYTES);
  bytes[0] = 3;
  randomBytes(HANDSHAKE_BYTES - 8).copy(bytes, 9);
  return bytes;
}

/** Collects exactly `length` bytes, then returns them together with what came after them. */
export class Collector {
  #parts: Buffer[] = [];
  #size = 0;
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  /** Undefined until all of it is there. */
  add(data: Buffer): { whole: Buffer; rest: Buffer } | undefined {
    this.#parts.push(data);
    this.#size += data.length;
    if (this.#size < this.#length) return undefined;
    const bytes = Buffer.concat(this.#parts);
    return { whole: bytes.subarray(0, this.#length), rest: bytes.subarray(this.#length) };
  }
}
