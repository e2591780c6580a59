import type { Database } from '../../infra/database/connect.ts';
import { saveRelayFacts, saveRelayTotals } from '../relays/store.ts';
import { relayTotals } from '../relays/totals.ts';
import type { FactsAt } from './last-facts.ts';
import { saveIngest } from './store.ts';

/** Stores what was last reported for a session, whose row is locked: its encoder, its relays and all totals. */
export async function saveFacts(
  tx: Database,
  sessionId: string,
  { at, session, counts }: FactsAt,
): Promise<void> {
  await saveIngest(tx, sessionId, { ingest: session.ingest, counts, at: new Date(at) });
  await saveRelayFacts(tx, sessionId, session.relays);
  await saveRelayTotals(tx, sessionId, relayTotals(counts.totals));
}
