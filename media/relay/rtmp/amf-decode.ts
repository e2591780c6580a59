import { AMF0, type AmfObject, type AmfValue } from './amf-types.ts';
import { ProtocolError } from './protocol-error.ts';

const MAX_DEPTH = 16;
const MAX_VALUES = 4096;

/**
 * Decodes every AMF0 value in `bytes`.
 * @throws ProtocolError when they end too early, nest deeper than 16, hold more than 4096 values
 *   or use a type that never occurs in RTMP (references, AMF3 values).
 */
export function decodeAmf(bytes: Buffer): AmfValue[] {
  const decoder = new AmfDecoder(bytes);
  const values: AmfValue[] = [];
  while (!decoder.atEnd) values.push(decoder.value(0));
  return values;
}

/** The first value if it is a string, without decoding the rest; null otherwise. */
export function peekAmfString(bytes: Buffer): string | null {
  if (bytes.length < 3 || bytes[0] !== AMF0.string) return null;
  const length = bytes.readUInt16BE(1);
  return bytes.length < 3 + length ? null : bytes.toString('utf8', 3, 3 + length);
}

class AmfDecoder {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(depth: number): AmfValue {
    if (depth > MAX_DEPTH) throw new ProtocolError('AMF value is nested too deeply');
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw new ProtocolError('AMF message has too many values');
    const marker = this.#bytes[this.#take(1)];
    switch (marker) {
      case AMF0.number:
        return this.#bytes.readDoubleBE(this.#take(8));
      case AMF0.boolean:
        return this.#bytes[this.#take(1)] !== 0;
      case AMF0.string:
        return this.#shortString();
      case AMF0.longString:
      case AMF0.xml:
        return this.#text(this.#bytes.readUInt32BE(this.#take(4)));
      case AMF0.null:
        return null;
      case AMF0.undefined:
        return undefined;
      case AMF0.date:
        return this.#date();
      case AMF0.object:
        return this.#object(depth);
      case AMF0.ecmaArray:
        this.#take(4);
        return this.#object(depth);
      case AMF0.typedObject:
        this.#shortString();
        return this.#object(depth);
      case AMF0.strictArray:
        return this.#array(depth);
      default:
        throw new ProtocolError(`AMF type ${marker} is not supported`);
    }
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) throw new ProtocolError('AMF message ends too early');
    this.#at = start + length;
    return start;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  #shortString(): string {
    return this.#text(this.#bytes.readUInt16BE(this.#take(2)));
  }

  #date(): Date {
    const date = new Date(this.#bytes.readDoubleBE(this.#take(8)));
    this.#take(2);
    return date;
  }

  #object(depth: number): AmfObject {
    const object: AmfObject = Object.create(null);
    while (!this.atEnd) {
      const key = this.#shortString();
      if (key === '' && this.#bytes[this.#at] === AMF0.objectEnd) {
        this.#at += 1;
        return object;
      }
      object[key] = this.value(depth + 1);
    }
    // Some encoders leave out the end marker of the last array: what was read so far is kept.
    return object;
  }

  #array(depth: number): AmfValue[] {
    const length = this.#bytes.readUInt32BE(this.#take(4));
    const values: AmfValue[] = [];
    for (let index = 0; index < length; index += 1) values.push(this.value(depth + 1));
    return values;
  }
}
