import type { Database } from '../../infra/database/connect.ts';

export interface MonthShare {
  id: string;
  month: string;
  from: Date;
  to: Date;
  seconds: number;
}

/** Stores how long a session was live, by month; repeats replace. */
export async function saveUsage(
  db: Database,
  session: { id: string; user_id: string; source_id: string },
  shares: readonly MonthShare[],
): Promise<void> {
  if (shares.length === 0) return;
  const rows = shares.map(({ id, month, from, to, seconds }) => ({
    id,
    user_id: session.user_id,
    source_id: session.source_id,
    session_id: session.id,
    month,
    stream_start: from,
    stream_end: to,
    seconds,
  }));
  await db('usage_tracking')
    .insert(rows)
    .onConflict(['session_id', 'month'])
    .merge(['stream_end', 'seconds']);
}

/** Seconds live since an instant, of sessions that began after it or were still running. */
export async function secondsSince(db: Database, userId: string, since: Date): Promise<number> {
  const { rows } = await db.raw<{ rows: { seconds: number | null }[] }>(
    `select sum(extract(epoch from stream_end - greatest(stream_start, ?)))::float8 as seconds
     from usage_tracking where user_id = ? and stream_end > ?`,
    [since, userId, since],
  );
  return rows[0]?.seconds ?? 0;
}
