import type { encoderLimit } from '@neustream/shared/live/schemas.ts';
import type { z } from 'zod';
import { transact } from '../../infra/database/transaction.ts';
import { notFound } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { ownEvent } from '../events/own-event.ts';
import { appendEvents, eventsOfKinds } from '../events/store.ts';
import { isOpen, lockSession } from '../sessions/store.ts';
import { sessionOver } from './session-over.ts';

/** A bad line goes up and down all evening; the timeline tells the first of it. */
const MOST_TOLD = 100;

/**
 * Writes on the timeline that the studio lowered its quality, and why, or that it has it back. Saying the same again
 * changes nothing.
 * @throws Problem 404 when the session is not the user's, 409 when it is over
 */
export async function noteEncoderLimit(
  deps: LiveDeps,
  { userId, sessionId }: { userId: string; sessionId: string },
  { limit, bitrate, frame_rate }: z.infer<typeof encoderLimit>,
): Promise<void> {
  await transact(deps.db, async (work) => {
    const row = await lockSession(work.tx, sessionId);
    if (row?.user_id !== userId) throw notFound('session');
    if (!isOpen(row.status)) throw sessionOver();
    const told = await eventsOfKinds(work.tx, sessionId, ['encoder.limited', 'encoder.recovered']);
    if ((told.at(-1)?.data.limit ?? null) === limit || told.length >= MOST_TOLD) return;
    const event = ownEvent({
      kind: limit === null ? 'encoder.recovered' : 'encoder.limited',
      at: deps.clock(),
      hop: 'encoder',
      data: { limit, bitrate, frame_rate },
    });
    await appendEvents(work.tx, sessionId, [event]);
    work.afterwards(() => deps.status.announce({ id: sessionId, sourceId: row.source_id }, { urgent: true }));
  });
}
