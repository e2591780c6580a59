import { randomBytes } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import { ingestKeyPlace } from '../places.ts';
import { sha256Hex } from '../plans/plan.ts';

/** A new ingest key of 256 bits. */
export function newIngestKey(): Secret {
  return new Secret(randomBytes(32).toString('base64url'));
}

/** What is stored of an ingest key: itself encrypted, and a keyed hash of its SHA-256, which nodes ask with. */
export function storedKey(vault: Vault, sourceId: string, key: Secret) {
  return { ingest_key_enc: vault.seal(key, ingestKeyPlace(sourceId)), ...keyHash(vault, key) };
}

export function keyHash(vault: Vault, key: Secret) {
  return { ingest_key_hash: vault.lookupHashes(sha256Hex(key.reveal()))[0] };
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A public id of 80 bits in letters that are not mistaken for each other; part of paths and playback addresses. */
export function newPublicId(): string {
  return [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}
