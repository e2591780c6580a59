import { encodeAmf } from './amf-encode.ts';
import { AmfInput } from './amf-input.ts';
import { AMF0, type AmfObject, type AmfValue } from './amf-types.ts';
import { Amf3Decoder } from './amf3-decode.ts';
import { ProtocolError } from './protocol-error.ts';

/**
 * Decodes every AMF0 value in `bytes`; values that are marked as AMF3 in between are decoded as such.
 * @throws ProtocolError when they end too early, nest deeper than 16, hold more than 4096 values or 1 MB of text, or
 *   use a type that never occurs in RTMP (AMF0 references, classes that write themselves).
 */
export function decodeAmf(bytes: Buffer): AmfValue[] {
  return new AmfDecoder(bytes).all();
}

/**
 * The payload of an AMF3 data message as AMF0 data: without its format byte (RTMP specification 1.0, section 7.1.1), and
 * with AMF0 values in place of AMF3 ones, which many servers do not read.
 * @throws ProtocolError like `decodeAmf`
 */
export function asAmf0(payload: Buffer): Buffer {
  const bytes = withoutFormat(payload);
  const decoder = new AmfDecoder(bytes);
  const values = decoder.all();
  return decoder.hadAmf3 ? encodeAmf(...values) : bytes;
}

/** What follows the format byte of an AMF3 message, which some encoders leave out: a name comes first, never a 0. */
export function withoutFormat(payload: Buffer): Buffer {
  return payload[0] === 0 ? payload.subarray(1) : payload;
}

/** The first value if it is a string, without decoding the rest; null otherwise. */
export function peekAmfString(bytes: Buffer): string | null {
  if (bytes.length < 3 || bytes[0] !== AMF0.string) return null;
  const length = bytes.readUInt16BE(1);
  return bytes.length < 3 + length ? null : bytes.toString('utf8', 3, 3 + length);
}

class AmfDecoder {
  readonly #input: AmfInput;
  #amf3: Amf3Decoder | null = null;

  constructor(bytes: Buffer) {
    this.#input = new AmfInput(bytes);
  }

  get hadAmf3(): boolean {
    return this.#amf3 !== null;
  }

  all(): AmfValue[] {
    const values: AmfValue[] = [];
    while (!this.#input.atEnd) values.push(this.#value(0));
    return values;
  }

  #value(depth: number): AmfValue {
    const input = this.#input;
    input.countValues(depth);
    const marker = input.byte();
    switch (marker) {
      case AMF0.number:
        return input.double();
      case AMF0.boolean:
        return input.byte() !== 0;
      case AMF0.string:
        return input.text(input.uint16());
      case AMF0.longString:
      case AMF0.xml:
        return input.text(input.uint32());
      case AMF0.null:
        return null;
      case AMF0.undefined:
        return undefined;
      case AMF0.date:
        return this.#date();
      case AMF0.object:
        return this.#object(depth);
      case AMF0.ecmaArray:
        input.skip(4);
        return this.#object(depth);
      case AMF0.typedObject:
        input.text(input.uint16());
        return this.#object(depth);
      case AMF0.strictArray:
        return this.#array(depth);
      case AMF0.amf3:
        this.#amf3 ??= new Amf3Decoder(input);
        return this.#amf3.value(depth);
      default:
        throw new ProtocolError(`AMF type ${marker} is not supported`);
    }
  }

  #date(): Date {
    const date = new Date(this.#input.double());
    this.#input.skip(2);
    return date;
  }

  #object(depth: number): AmfObject {
    const input = this.#input;
    const object: AmfObject = Object.create(null);
    while (!input.atEnd) {
      const key = input.text(input.uint16());
      if (key === '' && input.peek() === AMF0.objectEnd) {
        input.skip(1);
        return object;
      }
      object[key] = this.#value(depth + 1);
    }
    // Some encoders leave out the end marker of the last array: what was read so far is kept.
    return object;
  }

  #array(depth: number): AmfValue[] {
    const length = this.#input.uint32();
    const values: AmfValue[] = [];
    for (let index = 0; index < length; index += 1) values.push(this.#value(depth + 1));
    return values;
  }
}
