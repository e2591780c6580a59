import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { sha256Hex } from '../infra/secrets/hash.ts';
import type { SealedColumn } from '../infra/secrets/rewrap.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import type { SourceRow } from './store.ts';

/** A new 256-bit ingest key. */
export function newIngestKey(): Secret {
  return new Secret(randomBytes(32).toString('base64url'));
}

/** What is stored of an ingest key: the key itself, encrypted, and a keyed hash of its SHA-256, by which nodes ask. */
export function storedKey(vault: Vault, sourceId: string, key: Secret) {
  return { ingest_key_enc: vault.seal(key, ingestKeyContext(sourceId)), ...keyHash(vault, key) };
}

/** SHA-256 of a source's ingest key, which is how media nodes know it. */
export function ingestKeyHash(vault: Vault, source: Pick<SourceRow, 'id' | 'ingest_key_enc'>): string {
  return sha256Hex(vault.open(source.ingest_key_enc, ingestKeyContext(source.id)).reveal());
}

/** Whether this is the SHA-256 of the source's ingest key; takes the same time for any other. */
export function ingestKeyFits(
  vault: Vault,
  source: Pick<SourceRow, 'ingest_key_hash'>,
  hash: string | null,
): boolean {
  if (hash === null) return false;
  const stored = Buffer.from(source.ingest_key_hash);
  return vault.lookupHashes(hash).some((known) => timingSafeEqual(Buffer.from(known), stored));
}

/** Ingest keys are stored encrypted, next to a hash that depends on the same key. */
export function ingestKeyColumn(vault: Vault): SealedColumn {
  return { table: 'stream_sources', column: 'ingest_key_enc', derived: (key) => keyHash(vault, key) };
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A public id of 80 bits in letters that are not easily confused; part of paths and playback addresses. */
export function newPublicId(): string {
  return [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

function keyHash(vault: Vault, key: Secret) {
  return { ingest_key_hash: vault.lookupHashes(sha256Hex(key.reveal()))[0] };
}

function ingestKeyContext(sourceId: string) {
  return { table: 'stream_sources', row: sourceId, column: 'ingest_key_enc' };
}
