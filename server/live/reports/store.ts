import type { SessionEndReason, SessionStatus } from '@neustream/shared/live/session.ts';
import type { Database } from '../../infra/database/connect.ts';

export interface SummaryRow {
  id: string;
  source_id: string;
  source_name: string;
  title: string;
  status: SessionStatus;
  started_at: Date;
  live_at: Date | null;
  ended_at: Date | null;
  end_reason: SessionEndReason | null;
  destinations_count: number;
  interruptions: number;
}

const summaries = (db: Database, userId: string) =>
  db('stream_sessions as s')
    .join('stream_sources as src', 'src.id', 's.source_id')
    .where('s.user_id', userId)
    .select(
      ...[
        's.id',
        's.source_id',
        'src.name as source_name',
        's.title',
        's.status',
        's.started_at',
        's.live_at',
      ],
      ...['s.ended_at', 's.end_reason'],
      db.raw(
        'coalesce((select count from session_interruptions where session_id = s.id), 0) as interruptions',
      ),
      db('session_relays').whereRaw('session_id = s.id').count().as('destinations_count'),
    );

/** The user's sessions, newest first, after the one with the id `before`. */
export async function listSummaries(
  db: Database,
  { userId, before, limit }: { userId: string; before: string | null; limit: number },
): Promise<SummaryRow[]> {
  const query = summaries(db, userId).orderBy('s.id', 'desc').limit(limit);
  return await (before === null ? query : query.where('s.id', '<', before));
}

export async function findSummary(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<SummaryRow | undefined> {
  return await summaries(db, userId).where('s.id', id).first();
}
