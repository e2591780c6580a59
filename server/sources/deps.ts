import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import type { SecurityLog } from '../infra/security-log.ts';
import type { SourceChanges } from './changes.ts';
import type { SourceDetails } from './details.ts';

/** What the sources capability needs from outside. */
export interface SourceDeps {
  db: Database;
  clock: Clock;
  vault: Vault;
  security: SecurityLog;
  changes: SourceChanges;
  details: SourceDetails;
}
