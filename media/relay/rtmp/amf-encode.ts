import { AMF0, type AmfObject, type AmfValue } from './amf-types.ts';

const MAX_SHORT_STRING = 0xffff;

/** Encodes values one after the other as AMF0 (Adobe AMF 0 specification, 2007). */
export function encodeAmf(...values: AmfValue[]): Buffer {
  const parts: Buffer[] = [];
  for (const value of values) writeValue(parts, value);
  return Buffer.concat(parts);
}

function writeValue(parts: Buffer[], value: AmfValue): void {
  if (typeof value === 'number') parts.push(encodeNumber(AMF0.number, value));
  else if (typeof value === 'boolean') parts.push(Buffer.from([AMF0.boolean, value ? 1 : 0]));
  else if (typeof value === 'string') writeString(parts, value);
  else if (value === null) parts.push(Buffer.from([AMF0.null]));
  else if (value === undefined) parts.push(Buffer.from([AMF0.undefined]));
  else if (value instanceof Date) parts.push(encodeNumber(AMF0.date, value.getTime()), Buffer.alloc(2));
  else if (Array.isArray(value)) writeArray(parts, value);
  else writeObject(parts, value);
}

function encodeNumber(marker: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = marker;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function writeString(parts: Buffer[], value: string): void {
  const text = Buffer.from(value, 'utf8');
  if (text.length <= MAX_SHORT_STRING) {
    parts.push(Buffer.from([AMF0.string, text.length >> 8, text.length & 0xff]), text);
    return;
  }
  const head = Buffer.from([AMF0.longString, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length, 1);
  parts.push(head, text);
}

function writeArray(parts: Buffer[], values: AmfValue[]): void {
  const head = Buffer.from([AMF0.strictArray, 0, 0, 0, 0]);
  head.writeUInt32BE(values.length, 1);
  parts.push(head);
  for (const value of values) writeValue(parts, value);
}

function writeObject(parts: Buffer[], object: AmfObject): void {
  parts.push(Buffer.from([AMF0.object]));
  for (const [key, value] of Object.entries(object)) {
    const name = Buffer.from(key, 'utf8').subarray(0, MAX_SHORT_STRING);
    parts.push(Buffer.from([name.length >> 8, name.length & 0xff]), name);
    writeValue(parts, value);
  }
  parts.push(Buffer.from([0, 0, AMF0.objectEnd]));
}
