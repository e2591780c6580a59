import type { Knex } from 'knex';

// Some servers ask for a user name and a password besides the stream key. Of an encoder's sound tracks, one is sent;
// a null track means all of them.
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table source_destinations
      add column username text,
      add column password_enc text,
      add column audio_track integer default 0 check (audio_track >= 0),
      add check ((username is null) = (password_enc is null)),
      add check (deleted_at is null or password_enc is null)`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    alter table source_destinations drop column username, drop column password_enc, drop column audio_track`);
}
