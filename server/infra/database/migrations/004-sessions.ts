import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table media_nodes (
      id text primary key,
      boot_id text not null,
      seq bigint not null,
      reported_at timestamptz not null,
      heartbeat_at timestamptz not null,
      control_url text not null,
      ingest_engine text not null,
      ingest_ready boolean not null,
      endpoints jsonb not null
    )`);
  await createSessions(db);
  await db.raw(`
    create table session_relays (
      session_id uuid not null references stream_sessions on delete cascade,
      destination_id uuid not null references source_destinations on delete cascade,
      platform text not null,
      paused boolean not null default false,
      retry_requests integer not null default 0,
      removed_at timestamptz,
      status text not null check (status in ('CONNECTING', 'LIVE', 'ERROR', 'DISCONNECTED')),
      error_code text,
      error_message text,
      attempts integer not null default 0,
      next_retry_at timestamptz,
      live_since timestamptz,
      bytes_sent bigint not null default 0,
      bytes_acked bigint not null default 0,
      frames_dropped bigint not null default 0,
      queued_bytes bigint not null default 0,
      primary key (session_id, destination_id)
    )`);
  await db.raw('create index session_relays_destination on session_relays (destination_id)');
  await db.raw(`
    create table session_events (
      session_id uuid not null references stream_sessions on delete cascade,
      seq integer not null,
      id uuid not null unique,
      at timestamptz not null,
      kind text not null,
      hop text not null,
      destination_id uuid,
      data jsonb not null,
      primary key (session_id, seq)
    )`);
  await createUsage(db);
}

async function createSessions(db: Knex): Promise<void> {
  await db.raw(`
    create table stream_sessions (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      source_id uuid not null references stream_sources on delete cascade,
      node_id text references media_nodes,
      ordered text not null check (ordered in ('live', 'ended')),
      status text not null check (status in ('STARTING', 'LIVE', 'ENDING', 'ENDED', 'ERROR')),
      title text not null default '',
      quality text,
      version integer not null default 1,
      publish_token_hash text not null,
      play_token_enc text,
      ingest jsonb,
      started_at timestamptz not null,
      live_at timestamptz,
      ended_at timestamptz,
      end_reason text,
      facts_at timestamptz not null,
      check ((status in ('ENDED', 'ERROR')) = (ended_at is not null))
    )`);
  await db.raw(
    `create unique index stream_sessions_open on stream_sessions (source_id) where status in ('STARTING', 'LIVE', 'ENDING')`,
  );
  await db.raw('create index stream_sessions_source on stream_sessions (source_id)');
  await db.raw('create index stream_sessions_user on stream_sessions (user_id, id)');
  await db.raw('create index stream_sessions_node on stream_sessions (node_id)');
}

async function createUsage(db: Knex): Promise<void> {
  await db.raw(`
    create table usage_tracking (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      source_id uuid not null references stream_sources on delete cascade,
      session_id uuid not null references stream_sessions on delete cascade,
      month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
      stream_start timestamptz not null,
      stream_end timestamptz not null,
      seconds integer not null check (seconds >= 0),
      unique (session_id, month)
    )`);
  await db.raw('create index usage_tracking_user on usage_tracking (user_id, month)');
  await db.raw('create index usage_tracking_source on usage_tracking (source_id)');
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'usage_tracking',
    'session_events',
    'session_relays',
    'stream_sessions',
    'media_nodes',
  ]) {
    await db.raw(`drop table ${table}`);
  }
}
