import type { Knex } from 'knex';

// One name for what is desired of a session, and two for its figures: totals of the session, and counters of one run of
// a node.
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table stream_sessions rename column ordered to desired');
  await db.raw(
    'alter table stream_sessions rename constraint stream_sessions_ordered_check to stream_sessions_desired_check',
  );
  await db.raw('alter table stream_sessions add column totals jsonb, add column run_counters jsonb');
  await db.raw(`
    update stream_sessions set
      totals = jsonb_build_object('ingest', counted->'ingest'->'total', 'relays', (
        select coalesce(jsonb_object_agg(key, value->'total'), '{}') from jsonb_each(counted->'relays'))),
      run_counters = jsonb_build_object('bootId', counted->'bootId', 'ingest', counted->'ingest'->'reported', 'relays', (
        select coalesce(jsonb_object_agg(key, value->'reported'), '{}') from jsonb_each(counted->'relays')))
    where counted is not null`);
  await db.raw('alter table stream_sessions drop column counted');
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table stream_sessions add column counted jsonb');
  await db.raw(`
    update stream_sessions set counted = jsonb_build_object(
      'bootId', run_counters->'bootId',
      'ingest', jsonb_build_object('total', totals->'ingest', 'reported', run_counters->'ingest'),
      'relays', (
        select coalesce(jsonb_object_agg(key, jsonb_build_object('total', value, 'reported', coalesce(
          run_counters->'relays'->key, '{"bytesSent": 0, "bytesAcked": 0, "framesDropped": 0}'))), '{}')
        from jsonb_each(totals->'relays')))
    where totals is not null`);
  await db.raw('alter table stream_sessions drop column totals, drop column run_counters');
  await db.raw(
    'alter table stream_sessions rename constraint stream_sessions_desired_check to stream_sessions_ordered_check',
  );
  await db.raw('alter table stream_sessions rename column desired to ordered');
}
