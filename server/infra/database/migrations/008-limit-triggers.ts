import type { Knex } from 'knex';

/** The columns whose change changes a count. */
const COUNTED = {
  stream_sources: { counts: 'sources', columns: 'user_id, deleted_at' },
  source_destinations: { counts: 'destinations', columns: 'source_id, deleted_at' },
} as const;

// Any other change to a row (a name, a key) must not lock its owner's counts: it would wait for whoever is taking a
// slot, who in turn waits for the row.
export async function up(db: Knex): Promise<void> {
  for (const [table, { counts, columns }] of Object.entries(COUNTED)) {
    await db.raw(`create or replace trigger track_limits after insert or delete or update of ${columns} on ${table}
      for each row execute function track_${counts}()`);
  }
}

export async function down(db: Knex): Promise<void> {
  for (const [table, { counts }] of Object.entries(COUNTED)) {
    await db.raw(`create or replace trigger track_limits after insert or update or delete on ${table}
      for each row execute function track_${counts}()`);
  }
}
