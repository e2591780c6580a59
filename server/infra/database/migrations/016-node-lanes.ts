import type { Knex } from 'knex';

// What a media node says of itself: which version it runs, whether it takes new sessions, and the processes that carry
// them.
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table media_nodes
      add column version text not null default '',
      add column draining boolean not null default false,
      add column lanes jsonb not null default '[]'`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table media_nodes drop column version, drop column draining, drop column lanes');
}
