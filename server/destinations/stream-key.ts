import type { SealedColumn } from '../infra/secrets/rewrap.ts';

/** Stream keys are stored encrypted. */
export const STREAM_KEY_COLUMN: SealedColumn = { table: 'source_destinations', column: 'stream_key_enc' };

/** What a destination's sealed stream key is bound to. */
export function streamKeyContext(destinationId: string) {
  return { table: STREAM_KEY_COLUMN.table, row: destinationId, column: STREAM_KEY_COLUMN.column };
}
