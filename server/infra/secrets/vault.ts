import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { open, seal } from '@neustream/shared/node/sealing.ts';

/** Where a ciphertext belongs; moved elsewhere it fails to open. */
export interface SealContext {
  table: string;
  row: string;
  column: string;
}

/**
 * Envelope encryption: each value has a random data key (AES-256-GCM, 96-bit random nonce), which the key-encryption
 * key wraps. Both layers are bound to table, row, column and key version.
 */
export interface Vault {
  /** Version of the key that new values are sealed with. */
  readonly version: string;
  seal(plain: Secret, sealContext: SealContext): string;
  /** @throws AppError `SECRET_UNREADABLE` when it was moved or changed, or its key is not available */
  open(sealed: string, sealContext: SealContext): Secret;
  /** Keyed hashes by which a secret can be looked up without storing it: the current key's first. */
  lookupHashes(value: string): [string, ...string[]];
}

/** @param keys base64 of 32 bytes each: the current one, and the previous one during a rotation */
export function createVault(keys: { current: Secret; previous: Secret | null }): Vault {
  const current = keyOf(keys.current);
  const known = new Map(
    [current, ...(keys.previous ? [keyOf(keys.previous)] : [])].map((key) => [key.version, key]),
  );
  const openSealed = (sealed: string, sealContext: SealContext) => {
    const [format, version = '', wrapped = '', body = ''] = sealed.split('.');
    const key = known.get(version);
    if (format !== 'v1' || !key) throw unreadable(sealContext);
    try {
      const bound = boundTo(sealContext, version);
      const dataKey = open(key.bytes, Buffer.from(wrapped, 'base64url'), bound);
      return new Secret(open(dataKey, Buffer.from(body, 'base64url'), bound).toString('utf8'));
    } catch (cause) {
      throw unreadable(sealContext, cause);
    }
  };
  return {
    version: current.version,
    open: openSealed,
    lookupHashes: (value) => [
      hashWith(current.lookup, value),
      ...[...known.values()].filter((key) => key !== current).map((key) => hashWith(key.lookup, value)),
    ],
    seal(plain, sealContext) {
      const bound = boundTo(sealContext, current.version);
      const dataKey = randomBytes(32);
      const wrapped = seal(current.bytes, dataKey, bound).toString('base64url');
      const body = seal(dataKey, plain.reveal(), bound).toString('base64url');
      return `v1.${current.version}.${wrapped}.${body}`;
    },
  };
}

function keyOf(secret: Secret) {
  const bytes = Buffer.from(secret.reveal(), 'base64');
  const version = createHash('sha256').update('version').update(bytes).digest('hex').slice(0, 8);
  return { bytes, version, lookup: Buffer.from(hkdfSync('sha256', bytes, '', 'lookup', 32)) };
}

function hashWith(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}

function boundTo({ table, row, column }: SealContext, version: string): string {
  return [table, row, column, version].join('\0');
}

function unreadable({ table, column }: SealContext, cause?: unknown): AppError {
  return new AppError({
    code: 'SECRET_UNREADABLE',
    fault: 'ours',
    message: `A secret in ${table}.${column} cannot be opened with the keys that this server has.`,
    action: 'Start the server with the KEY_ENCRYPTION_KEY that the secret was stored with.',
    cause,
  });
}
