import { Secret } from '@neustream/shared/kernel/secret.ts';
import type { SealedColumn } from '../infra/secrets/rewrap.ts';
import type { SealContext, Vault } from '../infra/secrets/vault.ts';
import type { DestinationRow } from './store.ts';

const TABLE = 'source_destinations';
const KEY_COLUMN: SealedColumn = { table: TABLE, column: 'stream_key_enc' };
const PASSWORD_COLUMN: SealedColumn = { table: TABLE, column: 'password_enc' };

/** Stream keys and passwords are stored encrypted. */
export const DESTINATION_SEALED_COLUMNS: readonly SealedColumn[] = [KEY_COLUMN, PASSWORD_COLUMN];

/** What a destination's stream key is stored as. */
export function sealedStreamKey(vault: Vault, id: string, plain: string): string {
  return vault.seal(new Secret(plain), boundTo(KEY_COLUMN, id));
}

/** What the password of a destination's login is stored as. */
export function sealedPassword(vault: Vault, id: string, plain: string): string {
  return vault.seal(new Secret(plain), boundTo(PASSWORD_COLUMN, id));
}

/** The stream key of a destination. */
export function streamKeyOf(
  vault: Vault,
  { id, stream_key_enc }: Pick<DestinationRow, 'id' | 'stream_key_enc'>,
): Secret {
  return vault.open(stream_key_enc, boundTo(KEY_COLUMN, id));
}

/** The password of a destination's login; null without a login. */
export function passwordOf(
  vault: Vault,
  { id, password_enc }: Pick<DestinationRow, 'id' | 'password_enc'>,
): Secret | null {
  return password_enc === null ? null : vault.open(password_enc, boundTo(PASSWORD_COLUMN, id));
}

function boundTo({ table, column }: SealedColumn, row: string): SealContext {
  return { table, row, column };
}
