/** Values of AMF0 that RTMP commands use (Adobe AMF 0 specification, December 2007). */
export type AmfValue = number | boolean | string | null | AmfValue[] | { [key: string]: AmfValue };

export function isObject(value: AmfValue | undefined): value is { [key: string]: AmfValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Encodes values one after another, as the payload of a command or data message. */
export function encodeAmf(values: AmfValue[]): Buffer {
  return Buffer.concat(values.map(encodeValue));
}

function encodeValue(value: AmfValue): Buffer {
  if (typeof value === 'number') {
    const buffer = Buffer.alloc(9);
    buffer.writeDoubleBE(value, 1);
    return buffer;
  }
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), encodeName(value)]);
  if (value === null) return Buffer.from([5]);
  if (Array.isArray(value)) {
    const count = Buffer.from([10, 0, 0, 0, 0]);
    count.writeUInt32BE(value.length, 1);
    return Buffer.concat([count, encodeAmf(value)]);
  }
  const parts: Buffer[] = [Buffer.from([3])];
  for (const [name, item] of Object.entries(value)) parts.push(encodeName(name), encodeValue(item));
  parts.push(Buffer.from([0, 0, 9]));
  return Buffer.concat(parts);
}

function encodeName(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * Decodes all values of a payload.
 * @throws RangeError when it is cut, Error at a type that commands do not use.
 */
export function decodeAmf(payload: Buffer): AmfValue[] {
  const values: AmfValue[] = [];
  let at = 0;
  while (at < payload.length) {
    const [value, next] = decodeValue(payload, at);
    values.push(value);
    at = next;
  }
  return values;
}

function decodeValue(payload: Buffer, at: number): [AmfValue, number] {
  const type = payload.readUInt8(at);
  if (type === 0) return [payload.readDoubleBE(at + 1), at + 9];
  if (type === 1) return [payload.readUInt8(at + 1) !== 0, at + 2];
  if (type === 2) return decodeName(payload, at + 1);
  if (type === 3) return decodeObject(payload, at + 1);
  if (type === 5 || type === 6) return [null, at + 1];
  if (type === 8) return decodeObject(payload, at + 5);
  if (type === 10) return decodeArray(payload, at + 1);
  throw new Error(`AMF0 type ${type} is not expected in a command.`);
}

function decodeName(payload: Buffer, at: number): [string, number] {
  const end = at + 2 + payload.readUInt16BE(at);
  if (end > payload.length) throw new RangeError('AMF0 string is cut.');
  return [payload.toString('utf8', at + 2, end), end];
}

function decodeArray(payload: Buffer, start: number): [AmfValue, number] {
  const values: AmfValue[] = [];
  let at = start + 4;
  for (let left = payload.readUInt32BE(start); left > 0; left -= 1) {
    const [value, next] = decodeValue(payload, at);
    values.push(value);
    at = next;
  }
  return [values, at];
}

function decodeObject(payload: Buffer, start: number): [AmfValue, number] {
  const object: { [key: string]: AmfValue } = Object.create(null) as { [key: string]: AmfValue };
  let at = start;
  for (;;) {
    const [name, afterName] = decodeName(payload, at);
    if (name === '' && payload.readUInt8(afterName) === 9) return [object, afterName + 1];
    [object[name], at] = decodeValue(payload, afterName);
  }
}
