import type { Secret } from '@neustream/shared/kernel/secret.ts';
import type { Database } from '../database/connect.ts';
import { listSealedWithOtherKeys, replaceSealed } from './store.ts';
import type { Vault } from './vault.ts';

/** A column of sealed values, with the keyed hashes beside it that have to be updated together with them. */
export interface SealedColumn {
  table: string;
  column: string;
  /** Further columns that depend on the key, computed from the plain value. */
  derived?: (plain: Secret) => Record<string, string>;
}

const BATCH = 100;

/**
 * Re-encrypts everything that was sealed with the previous key. It can be stopped at any point: what is left is found
 * again by its key version. Returns how many values were re-encrypted.
 */
export async function rewrap(
  { db, vault }: { db: Database; vault: Vault },
  columns: readonly SealedColumn[],
): Promise<number> {
  let count = 0;
  for (const column of columns) {
    for (let after = ''; ; ) {
      const rows = await listSealedWithOtherKeys(db, column, { version: vault.version, after, limit: BATCH });
      for (const { id, sealed } of rows) {
        const sealContext = { table: column.table, row: id, column: column.column };
        const plain = vault.open(sealed, sealContext);
        const derived = column.derived?.(plain) ?? {};
        // A value that was replaced in the meantime is already sealed with the current key.
        count += await replaceSealed(db, column, {
          id,
          from: sealed,
          to: vault.seal(plain, sealContext),
          derived,
        });
      }
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.id ?? after;
    }
  }
  return count;
}
