import { timingSafeEqual } from 'node:crypto';
import type {
  PublishAnswer,
  PublishRequest,
  publishAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import type { z } from 'zod';
import { listDestinations } from '../../destinations/public.ts';
import { isDatabaseGone } from '../../infra/database/errors.ts';
import { Problem } from '../../infra/http/problem.ts';
import { openSession, takeSlots } from '../commands/open-session.ts';
import type { LiveDeps } from '../deps.ts';
import { buildPlan } from '../plans/plan.ts';
import { findOpenSession } from '../sessions/store.ts';
import { heldUntil, isHeld } from '../sources/publish-hold.ts';
import { changeSource, findSourceByPublicId, type SourceRow } from '../sources/store.ts';

type Answer = z.input<typeof publishAnswer>;
type Refusal = Extract<PublishAnswer, { allowed: false }>;

const KEY_UNKNOWN = refusal('KEY_UNKNOWN', 'The stream key is not valid.');
const TOO_MANY = refusal('TOO_MANY_REQUESTS', 'Too many wrong stream keys. Wait a minute and try again.');
const ENDED_BY_ORDER = refusal('ENDED_BY_ORDER', 'This stream was ended. Press Go live to start it again.');

/**
 * Decides on a publish to a path that the asking node has no plan for: a source that goes live by publishing
 * gets a session, within the same limits as by the button.
 */
export async function answerPublish(deps: LiveDeps, request: PublishRequest): Promise<Answer> {
  // Not per source as well: a stranger who knows its public id could then keep the owner out.
  if (await deps.guesses.tooMany(request.address)) return TOO_MANY;
  const source = await findSourceByPublicId(deps.db, request.publicId);
  if (!source || !keyFits(deps, source, request.keyHash)) {
    await deps.guesses.countWrong(request.address);
    return KEY_UNKNOWN;
  }
  try {
    const refused = await openUnlessOpen(deps, source, request);
    if (refused) return refused;
  } catch (error) {
    if (!(error instanceof Problem) || isDatabaseGone(error)) throw error;
    return refusal(error.code, `${error.message} ${error.action}`);
  }
  const open = await findOpenSession(deps.db, source.id);
  const built = open && (await buildPlan(deps, open.id));
  if (!open || !built) return refusal('NOT_LIVE', 'This source is not live.');
  deps.status.announce({ id: open.id, sourceId: source.id }, { urgent: true });
  return { allowed: true, plan: built.plan };
}

async function openUnlessOpen(
  deps: LiveDeps,
  source: SourceRow,
  request: PublishRequest,
): Promise<Refusal | null> {
  const open = await findOpenSession(deps.db, source.id);
  if (open) {
    if (open.ordered === 'ended')
      return refusal('STILL_ENDING', 'The last session of this source is still ending.');
    return open.node_id === request.nodeId
      ? null
      : refusal('LIVE_ELSEWHERE', 'This source is live on another node.');
  }
  if (!source.live_on_publish) return refusal('NOT_LIVE', 'Press Go live before starting the encoder.');
  const now = deps.clock();
  if (isHeld(source.publish_held_until, now)) {
    await changeSource(deps.db, source.id, { publish_held_until: heldUntil(now) });
    return ENDED_BY_ORDER;
  }
  await deps.db.transaction(async (tx) => {
    const { plan } = await takeSlots(tx, source.user_id, now);
    const active = (await listDestinations(tx, [source.id])).filter(({ is_active }) => is_active);
    const destinations = active.slice(0, plan.live_destinations ?? active.length);
    const data = { protocol: request.protocol, left_out: active.length - destinations.length };
    const opening = { source, destinations, title: '', quality: null, nodeId: request.nodeId, data };
    await openSession({ tx, vault: deps.vault, now }, { ...opening, hop: 'encoder' });
  });
  return null;
}

function keyFits({ vault }: LiveDeps, source: SourceRow, keyHash: string): boolean {
  const stored = Buffer.from(source.ingest_key_hash);
  return vault.lookupHashes(keyHash).some((hash) => timingSafeEqual(Buffer.from(hash), stored));
}

function refusal(code: string, message: string): Refusal {
  return { allowed: false, code, message };
}
