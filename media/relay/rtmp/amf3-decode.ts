import type { AmfInput } from './amf-input.ts';
import { AMF3, type AmfObject, type AmfValue } from './amf-types.ts';
import { ProtocolError } from './protocol-error.ts';

/** A complex value that later ones may name again, and what naming it costs of what a message may hold. */
interface Known {
  value: AmfValue;
  values: number;
  textBytes: number;
}

/** The names of a class's fixed members, and whether others follow. */
interface Traits {
  members: string[];
  dynamic: boolean;
}

/** What follows a marker of a complex value: a reference, or a number whose lowest bits the type explains. */
type Head = { known: Known } | { known: null; rest: number };

const INTEGER_BITS = 29;
/** Stands in the table for a value that is still being read: naming it would make it contain itself. */
const UNFINISHED: Known = { value: null, values: Number.POSITIVE_INFINITY, textBytes: 0 };

/**
 * Decodes AMF3 values that stand between AMF0 ones (Adobe AMF 3 specification, 2013). Strings, objects and traits may
 * be named again by their number: one decoder reads all values of a message.
 */
export class Amf3Decoder {
  readonly #input: AmfInput;
  readonly #strings: string[] = [];
  readonly #known: Known[] = [];
  readonly #traits: Traits[] = [];

  constructor(input: AmfInput) {
    this.#input = input;
  }

  /**
   * The next value. Byte arrays are passed over: nothing in RTMP uses them.
   * @throws ProtocolError when it ends too early, exceeds a limit, or is of a class that writes itself
   */
  value(depth: number): AmfValue {
    const input = this.#input;
    input.countValues(depth);
    const marker = input.byte();
    switch (marker) {
      case AMF3.undefined:
        return undefined;
      case AMF3.null:
        return null;
      case AMF3.false:
        return false;
      case AMF3.true:
        return true;
      case AMF3.integer:
        return (this.#uint29() << (32 - INTEGER_BITS)) >> (32 - INTEGER_BITS);
      case AMF3.double:
        return input.double();
      case AMF3.string:
        return this.#string();
      default:
        return this.#complex(marker, depth);
    }
  }

  #complex(marker: number, depth: number): AmfValue {
    const head = this.#head();
    if (head.known !== null) return this.#again(head.known);
    const place = this.#known.push(UNFINISHED) - 1;
    const [values, textBytes] = [this.#input.values, this.#input.textBytes];
    const value = this.#content(marker, head.rest, depth + 1);
    this.#known[place] = {
      value,
      values: this.#input.values - values,
      textBytes: this.#input.textBytes - textBytes,
    };
    return value;
  }

  #content(marker: number, rest: number, depth: number): AmfValue {
    const input = this.#input;
    switch (marker) {
      case AMF3.xmlDocument:
      case AMF3.xml:
        return input.text(rest);
      case AMF3.date:
        return new Date(input.double());
      case AMF3.array:
        return this.#array(rest, depth);
      case AMF3.object:
        return this.#object(rest, depth);
      case AMF3.byteArray:
        input.skip(rest);
        return null;
      case AMF3.intVector:
        return this.#vector(rest, depth, () => input.uint32() | 0);
      case AMF3.uintVector:
        return this.#vector(rest, depth, () => input.uint32());
      case AMF3.doubleVector:
        return this.#vector(rest, depth, () => input.double());
      case AMF3.objectVector:
        return this.#objectVector(rest, depth);
      case AMF3.dictionary:
        return this.#dictionary(rest, depth);
      default:
        throw new ProtocolError(`AMF3 type ${marker} is not supported`);
    }
  }

  #head(): Head {
    const number = this.#uint29();
    if ((number & 1) === 1) return { known: null, rest: number >> 1 };
    const known = this.#known[number >> 1];
    if (known === undefined) throw new ProtocolError('AMF3 reference to an unknown value');
    return { known };
  }

  /** A value that was read before costs as much as if it stood here: it does so where it is written as AMF0. */
  #again({ value, values, textBytes }: Known): AmfValue {
    this.#input.countValues(0, values);
    this.#input.countText(textBytes);
    return value;
  }

  /** One to four bytes: seven bits each, the fourth gives eight. */
  #uint29(): number {
    let number = 0;
    for (let count = 0; count < 3; count += 1) {
      const byte = this.#input.byte();
      number = (number << 7) | (byte & 0x7f);
      if (byte < 0x80) return number;
    }
    return (number << 8) | this.#input.byte();
  }

  #string(): string {
    const number = this.#uint29();
    if ((number & 1) === 1) {
      const text = this.#input.text(number >> 1);
      if (text !== '') this.#strings.push(text);
      return text;
    }
    const known = this.#strings[number >> 1];
    if (known === undefined) throw new ProtocolError('AMF3 reference to an unknown string');
    this.#input.countText(known.length);
    return known;
  }

  /** Named values come first; an array without any is a list. */
  #array(length: number, depth: number): AmfValue {
    const named: AmfObject = Object.create(null);
    this.#named(named, depth);
    const list: AmfValue[] = [];
    for (let index = 0; index < length; index += 1) list.push(this.value(depth));
    if (Object.keys(named).length === 0) return list;
    for (const [index, value] of list.entries()) named[index] = value;
    return named;
  }

  #object(rest: number, depth: number): AmfObject {
    const { members, dynamic } = this.#traitsOf(rest);
    const object: AmfObject = Object.create(null);
    for (const member of members) {
      this.#input.countText(member.length);
      object[member] = this.value(depth);
    }
    if (dynamic) this.#named(object, depth);
    return object;
  }

  #named(object: AmfObject, depth: number): void {
    for (let key = this.#string(); key !== ''; key = this.#string()) object[key] = this.value(depth);
  }

  #traitsOf(rest: number): Traits {
    if ((rest & 1) === 0) {
      const known = this.#traits[rest >> 1];
      if (known === undefined) throw new ProtocolError('AMF3 reference to unknown traits');
      return known;
    }
    if ((rest & 2) === 2) throw new ProtocolError('AMF3 classes that write themselves are not supported');
    this.#string();
    const traits: Traits = { members: [], dynamic: (rest & 4) === 4 };
    for (let left = rest >> 3; left > 0; left -= 1) traits.members.push(this.#string());
    this.#traits.push(traits);
    return traits;
  }

  #vector(length: number, depth: number, read: () => number): number[] {
    this.#input.countValues(depth, length);
    this.#input.skip(1);
    return Array.from({ length }, read);
  }

  #objectVector(length: number, depth: number): AmfValue[] {
    this.#input.skip(1);
    this.#string();
    const list: AmfValue[] = [];
    for (let index = 0; index < length; index += 1) list.push(this.value(depth));
    return list;
  }

  #dictionary(length: number, depth: number): AmfObject {
    this.#input.skip(1);
    const object: AmfObject = Object.create(null);
    for (let index = 0; index < length; index += 1) {
      const key = this.value(depth);
      const value = this.value(depth);
      if (typeof key !== 'object') object[String(key)] = value;
    }
    return object;
  }
}
