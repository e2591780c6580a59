import { createHash, randomBytes } from 'node:crypto';

/** A UUID of version 7 (RFC 9562, 5.7): sorts by the millisecond it was made in. */
export function uuidV7(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  return format(bytes, 7);
}

/** The same UUID (version 8, RFC 9562, 5.8) for the same name, so that writing it twice is harmless. */
export function uuidOfName(name: string): string {
  return format(createHash('sha256').update(name).digest().subarray(0, 16), 8);
}

function format(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
