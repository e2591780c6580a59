import type { Knex } from 'knex';

// Deleting keeps the row without its secrets: past sessions and the month's hours still refer to it.
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table stream_sources (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      public_id text not null unique,
      name text not null,
      description text not null default '',
      ingest_key_hash text unique,
      ingest_key_enc text,
      live_on_publish boolean not null default true,
      publish_held_until timestamptz,
      is_active boolean not null default true,
      created_at timestamptz not null,
      deleted_at timestamptz,
      check (deleted_at is not null or (ingest_key_hash is not null and ingest_key_enc is not null)),
      check (deleted_at is null or (ingest_key_hash is null and ingest_key_enc is null))
    )`);
  await db.raw('create index stream_sources_user on stream_sources (user_id, created_at)');
  await db.raw(`
    create table source_destinations (
      id uuid primary key,
      source_id uuid not null references stream_sources on delete cascade,
      platform text not null,
      name text not null,
      rtmp_url text not null,
      stream_key_enc text,
      position integer not null,
      is_active boolean not null default true,
      created_at timestamptz not null,
      deleted_at timestamptz,
      check ((deleted_at is null) = (stream_key_enc is not null))
    )`);
  await db.raw('create index source_destinations_source on source_destinations (source_id, position)');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table source_destinations');
  await db.raw('drop table stream_sources');
}
