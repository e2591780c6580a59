import type { SealedColumn } from '../infra/secrets/rewrap.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import { keyHash } from './sources/ingest-key.ts';

/** What of going live is stored encrypted. */
export function liveSealedColumns(vault: Vault): SealedColumn[] {
  return [
    { table: 'stream_sources', column: 'ingest_key_enc', derived: (key) => keyHash(vault, key) },
    { table: 'stream_sessions', column: 'play_token_enc' },
  ];
}
