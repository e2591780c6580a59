import type {
  PublishAnswer,
  PublishRequest,
  publishAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import type { z } from 'zod';
import { listDestinations } from '../../destinations/public.ts';
import { transact, type Work } from '../../infra/database/transaction.ts';
import { Problem } from '../../infra/http/problem.ts';
import {
  changeSource,
  findSourceByPublicId,
  heldUntil,
  ingestKeyFits,
  isHeld,
  lockSource,
} from '../../sources/public.ts';
import { openSession, takeSlots } from '../commands/open-session.ts';
import type { LiveDeps } from '../deps.ts';
import { buildPlan } from '../plans/plan.ts';
import { countLiveRelays } from '../relays/store.ts';
import { findOpenSession, type SessionRow } from '../sessions/store.ts';

type Answer = z.input<typeof publishAnswer>;
type Refusal = Extract<PublishAnswer, { allowed: false }>;

const KEY_UNKNOWN = refusal('KEY_UNKNOWN', 'The stream key is not valid.');
const TOO_MANY = refusal('TOO_MANY_REQUESTS', 'Too many wrong stream keys. Wait a minute and try again.');
const ENDED_BY_USER = refusal('ENDED_BY_ORDER', 'This stream was ended. Press Go live to start it again.');
const STILL_ENDING = refusal('STILL_ENDING', 'The last session of this source is still ending.');
const LIVE_ELSEWHERE = refusal('LIVE_ELSEWHERE', 'This source is live on another node.');
const NOT_LIVE = refusal('NOT_LIVE', 'This source is not live.');
const WAITS_FOR_BUTTON = refusal('NOT_LIVE', 'Press Go live before starting the encoder.');

/**
 * Decides on a publish to a path that the asking node has no plan for: a source that goes live by publishing gets a
 * session, within the same limits as with the button.
 */
export async function answerPublish(deps: LiveDeps, request: PublishRequest): Promise<Answer> {
  // Not per source as well: otherwise a stranger who knows its public id could keep the owner out.
  if (await deps.guesses.tooMany(request.address)) return TOO_MANY;
  const source = await findSourceByPublicId(deps.db, request.publicId);
  const admitted =
    source && ingestKeyFits(deps.vault, source, request)
      ? await admit(deps, source.id, request)
      : KEY_UNKNOWN;
  if (admitted === KEY_UNKNOWN) await deps.guesses.countWrong(request.address);
  if ('allowed' in admitted) return admitted;
  const built = await buildPlan(deps, admitted.id);
  return built ? { allowed: true, plan: built.plan } : NOT_LIVE;
}

async function admit(
  deps: LiveDeps,
  sourceId: string,
  request: PublishRequest,
): Promise<SessionRow | Refusal> {
  const open = await findOpenSession(deps.db, sourceId);
  if (open) return join(open, request);
  try {
    return await transact(deps.db, (work) => joinOrOpen(work, deps, { sourceId, request }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refusal(error.code, `${error.message} ${error.action}`);
  }
}

function join(open: SessionRow, { nodeId }: PublishRequest): SessionRow | Refusal {
  if (open.desired === 'ended') return STILL_ENDING;
  return open.node_id === nodeId ? open : LIVE_ELSEWHERE;
}

/**
 * Decides under the lock of the source, so that when many publishes arrive at once, one opens the session and all join
 * it.
 */
async function joinOrOpen(
  work: Work,
  deps: LiveDeps,
  { sourceId, request }: { sourceId: string; request: PublishRequest },
): Promise<SessionRow | Refusal> {
  const { tx } = work;
  const now = deps.clock();
  const source = await lockSource(work, deps.sourceChanges, { id: sourceId });
  if (!source || !ingestKeyFits(deps.vault, source, request)) return KEY_UNKNOWN;
  const open = await findOpenSession(tx, sourceId);
  if (open) return join(open, request);
  if (!source.live_on_publish) return WAITS_FOR_BUTTON;
  if (isHeld(source.publish_held_until, now)) {
    await changeSource(tx, sourceId, { publish_held_until: heldUntil(now) });
    return ENDED_BY_USER;
  }
  const { plan } = await takeSlots(tx, source.user_id, now);
  const active = (await listDestinations(tx, [sourceId])).filter(({ is_active }) => is_active);
  const room = (plan.live_destinations ?? Infinity) - (await countLiveRelays(tx, source.user_id));
  const destinations = active.slice(0, Math.max(0, room));
  const data = { protocol: request.protocol, left_out: active.length - destinations.length };
  const opening = { source, destinations, title: '', quality: null, nodeId: request.nodeId, data, now };
  const { session } = await openSession(work, deps, { ...opening, hop: 'encoder' });
  return session;
}

function refusal(code: string, message: string): Refusal {
  return { allowed: false, code, message };
}
