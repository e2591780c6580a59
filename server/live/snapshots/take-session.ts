import type { NodeSession, NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { isDatabaseGone } from '../../infra/database/errors.ts';
import { errorFields } from '../../infra/log.ts';
import { findNode } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { addReport, type Counts, withTotals } from '../relays/totals.ts';
import { applyFacts } from '../sessions/apply-facts.ts';
import type { FactsAt } from '../sessions/last-facts.ts';
import { isOpen, lockSession, type OpenSession } from '../sessions/store.ts';
import { applyFactsToSession, finishUncarried } from './apply-to-session.ts';
import { isUuid } from './events.ts';
import { type Outcome, UNTOUCHED } from './outcome.ts';
import type { SavedMarks } from './saved-marks.ts';

export interface Taking {
  /** As it was when the snapshot arrived, not locked. */
  row: OpenSession;
  /** What the snapshot says about it; undefined when nothing. */
  reported: NodeSession | undefined;
  snapshot: NodeSnapshot;
  marks: SavedMarks;
  now: number;
}

/**
 * Applies what a snapshot says about one session. The session is locked only if something has to be written, in a short
 * transaction of its own, so that buttons do not wait for other sessions. A session that cannot be written is logged
 * and does not hold up the others; its events stay with the node, which reports them again.
 */
export async function takeSession(deps: LiveDeps, taking: Taking): Promise<Outcome> {
  const { row, reported } = taking;
  if (!reported && row.desired === 'live') return { ...UNTOUCHED, lacking: true };
  const before = deps.facts.get(row.id);
  if (reported && before && !hasNews(taking)) {
    const lacking = reported.version < row.version;
    return { ...UNTOUCHED, lacking, show: 'soon', facts: factsOf(taking, reported, before.counts) };
  }
  try {
    return await write(deps, taking);
  } catch (error) {
    if (isDatabaseGone(error)) throw error;
    deps.log.warn(
      { sessionId: row.id, ...errorFields(error) },
      'A node’s report about a session could not be applied.',
    );
    return UNTOUCHED;
  }
}

/** Whether anything except counters differs from what is stored, or the counters are due. */
function hasNews({ row, reported, marks, now }: Taking): boolean {
  if (!reported || reported.events.length > 0 || marks.due(row.id, now)) return true;
  return marks.changed(row.id, reported) || applyFacts(row, reported, now).status !== row.status;
}

async function write(deps: LiveDeps, taking: Taking): Promise<Outcome> {
  const { snapshot, reported, marks, now } = taking;
  const before = deps.facts.get(taking.row.id);
  return await deps.db.transaction(async (tx) => {
    const row = await lockSession(tx, taking.row.id);
    if (!row || !isOpen(row.status) || row.node_id !== snapshot.nodeId) return { ...UNTOUCHED, over: true };
    // Another process may have applied a newer snapshot in the meantime; what is read under the lock must not go back.
    const node = await findNode(tx, snapshot.nodeId);
    if (node?.boot_id !== snapshot.bootId || node.seq !== snapshot.seq) return UNTOUCHED;
    if (reported) {
      const stored = row.totals && row.run_counters && { totals: row.totals, run: row.run_counters };
      const facts = factsOf(taking, reported, before?.counts ?? stored);
      return await applyFactsToSession(tx, { row, facts, marks, now });
    }
    if (row.desired === 'live') return { ...UNTOUCHED, lacking: true };
    await finishUncarried(tx, { row, before, now });
    return { ...UNTOUCHED, over: true, show: 'at once' };
  });
}

/** What the node reports, with the session's totals. */
function factsOf({ snapshot }: Taking, reported: NodeSession, before: Counts | null): FactsAt {
  const relays = reported.relays.filter(({ destinationId }) => isUuid(destinationId));
  const session = { ...reported, relays };
  const counts = addReport(before, session);
  return { at: snapshot.at, session: withTotals(session, counts.totals), counts };
}
