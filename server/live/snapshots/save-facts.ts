import type { Database } from '../../infra/database/connect.ts';
import { saveRelayFacts, saveRelayTotals } from '../relays/store.ts';
import { relayTotals } from '../relays/totals.ts';
import type { FactsAt } from '../sessions/last-facts.ts';
import { saveIngest } from '../sessions/store.ts';

/** Stores what was last heard of a session, whose row is locked: its encoder, its relays and all totals. */
export async function saveFacts(
  tx: Database,
  sessionId: string,
  { at, session, counted }: FactsAt,
): Promise<void> {
  await saveIngest(tx, sessionId, { ingest: session.ingest, counted, at: new Date(at) });
  await saveRelayFacts(tx, sessionId, session.relays);
  await saveRelayTotals(tx, sessionId, relayTotals(counted));
}
