import type { Knex } from 'knex';

/** Devices that have signed in to an account, so that strangers who guess its password cannot lock them out. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table known_devices (
      token_hash text not null,
      user_id uuid not null references users on delete cascade,
      device_id uuid not null,
      sign_in_id uuid not null,
      last_used_at timestamptz not null,
      primary key (token_hash, user_id)
    )`);
  await db.raw('create index known_devices_user on known_devices (user_id, last_used_at)');
  await db.raw('create index known_devices_age on known_devices (last_used_at)');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table known_devices');
}
