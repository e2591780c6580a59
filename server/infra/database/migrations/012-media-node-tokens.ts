import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  // No reference to media_nodes: a token is issued before its node has ever reported.
  await db.raw(`
    create table media_node_tokens (
      id uuid primary key,
      node_id text not null,
      token_hash text not null unique,
      token_enc text not null,
      issued_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz
    )`);
  await db.raw('create index media_node_tokens_node on media_node_tokens (node_id) where revoked_at is null');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table media_node_tokens');
}
