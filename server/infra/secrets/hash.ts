import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal, for random 256-bit values, which need no salt. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
