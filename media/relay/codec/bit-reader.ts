/**
 * Reads a header bit by bit, most significant first. Beyond its end it reads zeros and says `overrun`, so that a parser
 * needs one check at its end instead of one per field.
 */
export class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Whether more was read than there was. */
  get overrun(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** An unsigned number of up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** `ue(v)` of ITU-T H.264 and H.265, section 9.1, and `uvlc()` of AV1, section 4.10.3: both are Exp-Golomb codes. */
  expGolomb(): number {
    let zeros = 0;
    while (zeros < 32 && !this.overrun && !this.flag()) zeros += 1;
    return zeros === 32 ? 2 ** 32 - 1 : 2 ** zeros - 1 + this.bits(zeros);
  }
}
