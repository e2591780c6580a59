import { createHash } from 'node:crypto';
import { stringify, v7 } from 'uuid';

const BYTES = 16;
const VERSION_AT = 6;
const VARIANT_AT = 8;

/** A version 7 UUID (RFC 9562, section 5.7), which sorts by the millisecond it was created in. */
export function uuidV7(now: number = Date.now()): string {
  return v7({ msecs: now });
}

/**
 * A UUID (version 8, RFC 9562, section 5.8) that is always the same for the same name, so that writing it twice is
 * harmless.
 */
export function uuidOfName(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, BYTES);
  bytes.writeUInt8((bytes.readUInt8(VERSION_AT) & 0x0f) | 0x80, VERSION_AT);
  bytes.writeUInt8((bytes.readUInt8(VARIANT_AT) & 0x3f) | 0x80, VARIANT_AT);
  return stringify(bytes);
}
