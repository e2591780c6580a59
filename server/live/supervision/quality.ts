import { fitsQuality, type Picture, parseQuality } from '@neustream/shared/billing/quality.ts';
import type { Allowance } from '../../billing/public.ts';
import { requestEnd } from '../commands/request-end.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents } from '../events/store.ts';
import {
  changeSession,
  isOpen,
  lockSession,
  type OpenSession,
  type SessionChange,
} from '../sessions/store.ts';

interface Look {
  /** The plan's best quality, such as `720p30`. */
  best: string;
  picture: Picture;
  /**
   * When the session will end unless the encoder sends less, in milliseconds since the epoch; null when it will not.
   */
  endsAt: number | null;
  now: number;
}

/** What to do about the size and frame rate that an encoder sends. */
export function decideOnQuality({ best, picture, endsAt, now }: Look): 'warn' | 'end' | 'forgive' | null {
  const most = parseQuality(best);
  const over = most !== null && !fitsQuality(most, picture);
  if (!over) return endsAt === null ? null : 'forgive';
  if (endsAt === null) return 'warn';
  return now >= endsAt ? 'end' : null;
}

/** Warns about a picture that exceeds the plan, and ends its session after the plan's grace. */
export async function enforceQuality(
  deps: LiveDeps,
  { row, now, allowance }: { row: OpenSession; now: number; allowance: Allowance | undefined },
): Promise<void> {
  const picture = deps.facts.get(row.id)?.session.ingest;
  if (row.desired === 'ended' || !allowance || picture?.status !== 'publishing') return;
  const best = allowance.bestQuality;
  const endsAt = row.quality_ends_at?.getTime() ?? null;
  switch (decideOnQuality({ best, picture, endsAt, now })) {
    case 'warn':
      return await warn(deps, {
        row,
        now,
        picture,
        best,
        graceMs: row.quality_grace_left_ms ?? allowance.qualityGraceMs,
      });
    case 'forgive':
      return await setEnd(deps, {
        row,
        // The grace is one for the whole session: whoever switches back and forth uses it up all the same.
        change: { quality_ends_at: null, quality_grace_left_ms: Math.max(0, (endsAt ?? now) - now) },
      });
    case 'end':
      await requestEnd(deps, row.id, { reason: 'QUALITY_OVER_PLAN', hop: 'server' });
      return;
    default:
      return;
  }
}

interface Warning extends Omit<Look, 'endsAt'> {
  row: OpenSession;
  /** How long the encoder may go on like this. */
  graceMs: number;
}

async function warn(deps: LiveDeps, { row, now, picture, best, graceMs }: Warning): Promise<void> {
  const { width, height, frameRate } = picture;
  const data = { best_quality: best, width, height, frame_rate: frameRate };
  const event = ownEvent({ kind: 'quality.warning', at: now, data });
  await setEnd(deps, { row, change: { quality_ends_at: new Date(now + graceMs) }, event });
}

interface EndToSet {
  row: OpenSession;
  change: Pick<SessionChange, 'quality_ends_at' | 'quality_grace_left_ms'>;
  event?: ReturnType<typeof ownEvent>;
}

async function setEnd({ db, status }: LiveDeps, { row, change, event }: EndToSet): Promise<void> {
  const set = await db.transaction(async (tx) => {
    const locked = await lockSession(tx, row.id);
    const done = (locked?.quality_ends_at == null) === (change.quality_ends_at == null);
    if (!locked || !isOpen(locked.status) || done) return false;
    await changeSession(tx, row.id, change);
    if (event) await appendEvents(tx, row.id, [event]);
    return true;
  });
  if (set) status.announce({ id: row.id, sourceId: row.source_id }, { urgent: true });
}
