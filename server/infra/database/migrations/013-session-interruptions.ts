import type { Knex } from 'knex';

const BEGINS = `('relay.failed', 'relay.gave_up', 'encoder.gone')`;
const CLOSES = `('relay.live', 'relay.paused', 'relay.removed', 'encoder.returned', 'encoder.connected')`;

// Lists of sessions show how often each was interrupted; without this they would have to load every event of every
// session.
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table session_interruptions (
      session_id uuid primary key references stream_sessions on delete cascade,
      count integer not null,
      open text[] not null,
      newest_at timestamptz not null
    )`);
  await db.raw('create index session_events_time on session_events (session_id, at, seq)');
  await db.raw(`
    insert into session_interruptions (session_id, count, open, newest_at)
    select session_id, count(*) filter (where begins and begun is not true),
      coalesce(array_agg(who) filter (where begins and is_last and status in ('STARTING', 'LIVE', 'ENDING')), '{}'),
      max(at)
    from (
      select e.session_id, e.at, s.status, e.kind in ${BEGINS} as begins,
        coalesce(e.destination_id::text, 'encoder') as who,
        lag(e.kind in ${BEGINS}) over sequence as begun,
        lead(e.seq) over sequence is null as is_last
      from session_events e join stream_sessions s on s.id = e.session_id
      where e.kind in ${BEGINS} or e.kind in ${CLOSES}
      window sequence as (partition by e.session_id, e.destination_id order by e.at, e.seq)
    ) as told
    group by session_id`);
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index session_events_time');
  await db.raw('drop table session_interruptions');
}
