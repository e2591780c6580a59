import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@neustream/shared/kernel/secret.ts';

/** SHA-256 of a key's UTF-8 text, as lower-case hex. Keys are random 256-bit values, so no salt is needed. */
export function keyHash(key: Secret): string {
  return createHash('sha256').update(key.reveal(), 'utf8').digest('hex');
}

/** Whether the key's hash is among these. Takes the same time wherever they differ. */
export function isAmong(key: Secret, hashes: readonly string[]): boolean {
  return isHashAmong(keyHash(key), hashes);
}

/** The same for a key of which only the hash is known. */
export function isHashAmong(hash: string, hashes: readonly string[]): boolean {
  const own = Buffer.from(hash, 'hex');
  let found = false;
  for (const hash of hashes) {
    const other = Buffer.from(hash, 'hex');
    if (other.length === own.length && timingSafeEqual(own, other)) found = true;
  }
  return found;
}

/** Whether two secrets are the same text. Takes the same time wherever they differ. */
export function sameSecret(one: Secret, other: Secret): boolean {
  return isAmong(one, [keyHash(other)]);
}
