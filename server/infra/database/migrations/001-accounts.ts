import type { Knex } from 'knex';

export async function up(db: Knex): Promise<void> {
  await db.raw('create extension if not exists citext');
  await db.raw(`
    create table users (
      id uuid primary key,
      email citext not null unique,
      password_hash text not null,
      display_name text not null,
      role text not null default 'user' check (role in ('user', 'support', 'admin')),
      email_verified_at timestamptz,
      disabled_at timestamptz,
      created_at timestamptz not null
    )`);
  await db.raw(`
    create table auth_sessions (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      family_id uuid not null,
      refresh_hash text not null unique,
      ip text not null,
      user_agent text not null,
      device_name text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      rotated_at timestamptz,
      revoked_at timestamptz
    )`);
  await db.raw('create index auth_sessions_user on auth_sessions (user_id)');
  await db.raw('create index auth_sessions_family on auth_sessions (family_id)');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table auth_sessions');
  await db.raw('drop table users');
  await db.raw('drop extension citext');
}
