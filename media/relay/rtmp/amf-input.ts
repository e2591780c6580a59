import { ProtocolError } from './protocol-error.ts';

const MAX_DEPTH = 16;
const MAX_VALUES = 4096;
const MAX_TEXT_BYTES = 1024 * 1024;

/** The bytes of one AMF message while they are decoded, and how much they may still ask for. */
export class AmfInput {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;
  #textBytes = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Values counted so far. */
  get values(): number {
    return this.#values;
  }

  /** Bytes of text counted so far. */
  get textBytes(): number {
    return this.#textBytes;
  }

  /** @throws ProtocolError when this is nested too deeply, or one value (or `count` of them) too many */
  countValues(depth: number, count = 1): void {
    if (depth > MAX_DEPTH) throw new ProtocolError('AMF value is nested too deeply');
    this.#values += count;
    if (this.#values > MAX_VALUES) throw new ProtocolError('AMF message has too many values');
  }

  /** Counts text that is named again without being sent again. */
  countText(bytes: number): void {
    this.#textBytes += bytes;
    if (this.#textBytes > MAX_TEXT_BYTES) throw new ProtocolError('AMF message has too much text');
  }

  /** The next byte, without taking it; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  byte(): number {
    return this.#bytes[this.skip(1)]!;
  }

  uint16(): number {
    return this.#bytes.readUInt16BE(this.skip(2));
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.skip(4));
  }

  double(): number {
    return this.#bytes.readDoubleBE(this.skip(8));
  }

  text(length: number): string {
    this.countText(length);
    const start = this.skip(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** Takes so many bytes and returns where they begin. */
  skip(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new ProtocolError('AMF message ends too early');
    this.#at = start + length;
    return start;
  }
}
