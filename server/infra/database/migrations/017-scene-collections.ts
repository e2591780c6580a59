import type { Knex } from 'knex';

// What creators set up in the studio, with the newest revisions of it.
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table scene_collections (
      user_id uuid not null references users (id) on delete cascade,
      revision integer not null check (revision > 0),
      content jsonb not null,
      saved_at timestamptz not null,
      primary key (user_id, revision)
    )`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table scene_collections');
}
