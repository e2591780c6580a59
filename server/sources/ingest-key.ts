import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { PublishLogin, PublishRequest } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { loginFits, publishLoginOf } from '@neustream/shared/node/adobe-login.ts';
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
  return { ingest_key_enc: vault.seal(key, ingestKeyContext(sourceId)), ...storedHash(vault, key) };
}

/**
 * How media nodes know a source's ingest key: by its SHA-256, and by what they need to check the logins of encoders that
 * have no field for a key.
 */
export function ingestKeyOf(
  vault: Vault,
  { id, public_id, ingest_key_enc }: Pick<SourceRow, 'id' | 'public_id' | 'ingest_key_enc'>,
): { hash: string; login: PublishLogin } {
  const key = vault.open(ingest_key_enc, ingestKeyContext(id));
  return { hash: sha256Hex(key.reveal()), login: publishLoginOf(public_id, key) };
}

type KnownKey = Pick<SourceRow, 'id' | 'public_id' | 'ingest_key_enc' | 'ingest_key_hash'>;

/**
 * Whether an encoder knows the source's ingest key, as it showed by the key itself, whose SHA-256 the node sends, or by
 * a login; takes the same time for any other key.
 */
export function ingestKeyFits(
  vault: Vault,
  source: KnownKey,
  { keyHash, login }: Pick<PublishRequest, 'keyHash' | 'login'>,
): boolean {
  if (keyHash !== null) return hashFits(vault, source, keyHash);
  return login?.user === source.public_id && loginFits(ingestKeyOf(vault, source).login, login);
}

function hashFits(vault: Vault, source: Pick<SourceRow, 'ingest_key_hash'>, hash: string): boolean {
  const stored = Buffer.from(source.ingest_key_hash);
  return vault.lookupHashes(hash).some((known) => timingSafeEqual(Buffer.from(known), stored));
}

/** Ingest keys are stored encrypted, next to a hash that depends on the same key. */
export function ingestKeyColumn(vault: Vault): SealedColumn {
  return { table: 'stream_sources', column: 'ingest_key_enc', derived: (key) => storedHash(vault, key) };
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A public id of 80 bits in letters that are not easily confused; part of paths and playback addresses. */
export function newPublicId(): string {
  return [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
}

function storedHash(vault: Vault, key: Secret) {
  return { ingest_key_hash: vault.lookupHashes(sha256Hex(key.reveal()))[0] };
}

function ingestKeyContext(sourceId: string) {
  return { table: 'stream_sources', row: sourceId, column: 'ingest_key_enc' };
}
