import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Database } from '../infra/database/connect.ts';
import type { Vault } from '../infra/secrets/vault.ts';

/** What saving destinations needs from outside. */
export interface DestinationDeps {
  db: Database;
  clock: Clock;
  vault: Vault;
  live: LiveSessions;
}

/** What an open session has to hear of when a destination changes. */
export interface LiveSessions {
  /** @throws Problem 404 when the source is not one of the user's */
  requireSource(db: Database, userId: string, sourceId: string): Promise<void>;
  /** Takes a new destination into the open session, if there is one and the plan allows it. */
  join(userId: string, destinationId: string): Promise<boolean>;
  /** Sends the changed destination's new address and key to the open session. */
  changed(destinationId: string): Promise<void>;
  /**
   * Takes a deleted destination out of the open session, in the transaction that deletes it.
   * Gives what to do once that is committed.
   */
  leave(db: Database, destinationId: string): Promise<() => void>;
}
