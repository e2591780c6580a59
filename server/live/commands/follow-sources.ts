import { conflict } from '../../infra/http/problem.ts';
import type { LiveDeps } from '../deps.ts';
import { findOpenSession, listOpenSessionsOfSources, lockOpenSession } from '../sessions/store.ts';
import { changePlan } from './change-plan.ts';

/** How sessions react to changes of their source, and what they add to its view. */
export function followSources(deps: LiveDeps): void {
  const { sourceChanges, sourceDetails } = deps;
  sourceChanges.locked.subscribe(async ({ tx }, { sourceId }) => {
    await lockOpenSession(tx, sourceId);
  });

  sourceChanges.keyRotated.subscribe(async (work, { sourceId }) => {
    const session = await findOpenSession(work.tx, sourceId);
    if (session) await changePlan(work, deps, session);
  });

  sourceChanges.removing.subscribe(async ({ tx }, { sourceId }) => {
    if (await findOpenSession(tx, sourceId)) throw sourceLive();
  });

  sourceDetails.add(async (db, sourceIds) => {
    const open = await listOpenSessionsOfSources(db, sourceIds);
    return new Map(
      open.map(({ id, source_id, status }) => [source_id, { session_id: id, session_status: status }]),
    );
  });
}

function sourceLive() {
  return conflict({
    code: 'SOURCE_LIVE',
    message: 'This source is live.',
    action: 'End the session first, then delete the source.',
  });
}
