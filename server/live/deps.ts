import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Log } from '../infra/log.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import type { Heartbeats } from '../nodes/public.ts';
import type { KeyGuesses, SourceChanges, SourceDetails } from '../sources/public.ts';
import type { PlanSender } from './plans/plan-sender.ts';
import type { LastFacts } from './sessions/last-facts.ts';
import type { StatusBroadcaster } from './views/status-broadcaster.ts';

/** What going live needs from outside. */
export interface LiveDeps {
  db: Database;
  clock: Clock;
  log: Log;
  vault: Vault;
  /** Whether the pages are reached over TLS. */
  tls: boolean;
  plans: PlanSender;
  status: StatusBroadcaster;
  facts: LastFacts;
  heartbeats: Heartbeats;
  guesses: KeyGuesses;
  sourceChanges: SourceChanges;
  sourceDetails: SourceDetails;
}
