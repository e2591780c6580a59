import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Log } from '../infra/log.ts';
import type { Vault } from '../infra/secrets/vault.ts';
import type { NodeClient } from '../nodes/public.ts';
import type { SourceChanges, SourceDetails } from '../sources/public.ts';
import type { AddressCheck } from './address.ts';
import type { DestinationChanges } from './changes.ts';

/** What the destinations capability needs from outside. */
export interface DestinationDeps {
  db: Database;
  clock: Clock;
  log: Log;
  vault: Vault;
  sourceChanges: SourceChanges;
  sourceDetails: SourceDetails;
  changes: DestinationChanges;
  addresses: AddressCheck;
  nodeClient: NodeClient;
}
