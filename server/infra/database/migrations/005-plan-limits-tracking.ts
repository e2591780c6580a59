import type { Knex } from 'knex';

/** Which table's changes refresh which user's counts; the function finds the user of the changed row. */
const TRIGGERS = [
  { table: 'stream_sources', counts: 'sources', user: 'row.user_id' },
  {
    table: 'source_destinations',
    counts: 'destinations',
    user: '(select user_id from stream_sources where id = row.source_id)',
  },
  { table: 'usage_tracking', counts: 'usage', user: 'row.user_id' },
] as const;

const RECOUNT: Record<(typeof TRIGGERS)[number]['counts'], string> = {
  sources: `update plan_limits_tracking t
    set sources = (select count(*) from stream_sources where user_id = t.user_id and deleted_at is null)
    where t.user_id = owner`,
  destinations: `update plan_limits_tracking t
    set destinations = (
      select count(*) from source_destinations d join stream_sources s on s.id = d.source_id
      where s.user_id = t.user_id and d.deleted_at is null)
    where t.user_id = owner`,
  usage: `update plan_limits_tracking t
    set month = coalesce(m.month, ''), month_seconds = coalesce(m.seconds, 0)
    from (select max(month) as month,
        (select sum(seconds) from usage_tracking u where u.user_id = owner
          and u.month = (select max(month) from usage_tracking where user_id = owner)) as seconds
      from usage_tracking where user_id = owner) m
    where t.user_id = owner`,
};

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table plan_limits_tracking (
      user_id uuid primary key references users on delete cascade,
      sources integer not null default 0,
      destinations integer not null default 0,
      month text not null default '',
      month_seconds integer not null default 0
    )`);
  await db.raw(`
    create function begin_limits_tracking() returns trigger language plpgsql as $$
    begin
      insert into plan_limits_tracking (user_id) values (new.id);
      return null;
    end $$`);
  await db.raw(`create trigger track_limits after insert on users
    for each row execute function begin_limits_tracking()`);
  for (const { table, counts, user } of TRIGGERS) {
    await db.raw(`
      create function track_${counts}() returns trigger language plpgsql as $$
      declare
        row record;
        owner uuid;
      begin
        if tg_op = 'DELETE' then row := old; else row := new; end if;
        owner := ${user};
        -- One recount at a time per user, and each sees the one before.
        perform 1 from plan_limits_tracking where user_id = owner for update;
        ${RECOUNT[counts]};
        return null;
      end $$`);
    await db.raw(`create trigger track_limits after insert or update or delete on ${table}
      for each row execute function track_${counts}()`);
  }
}

export async function down(db: Knex): Promise<void> {
  for (const { table, counts } of TRIGGERS) {
    await db.raw(`drop trigger track_limits on ${table}`);
    await db.raw(`drop function track_${counts}()`);
  }
  await db.raw('drop trigger track_limits on users');
  await db.raw('drop function begin_limits_tracking()');
  await db.raw('drop table plan_limits_tracking');
}
