import type { RelayReasonCode, RelayStatus } from '@neustream/shared/live/relay.ts';
import { type Announcement, createAnnouncement } from '../infra/announcement.ts';
import type { DestinationRow } from './store.ts';

/** A session that sends to a destination, and the state of that. */
export interface SendingSession {
  sessionId: string;
  status: RelayStatus;
  reasonCode: RelayReasonCode | null;
}

/** What destinations announce, each within the transaction of the change, when their source is locked. */
export interface DestinationChanges {
  /** A destination that is switched on was saved. A subscriber answers whether it sends to it from now on. */
  added: Announcement<{ destination: DestinationRow; userId: string }, boolean>;
  /** Name, address, key or the like were changed. */
  changed: Announcement<{ destination: DestinationRow }>;
  /** A destination is about to be tested. A subscriber answers what is sending to it now, null for nothing. */
  testing: Announcement<{ destination: DestinationRow }, SendingSession | null>;
  /** A destination is being deleted. */
  removing: Announcement<{ destination: DestinationRow; now: number }>;
}

export function createDestinationChanges(): DestinationChanges {
  return {
    added: createAnnouncement(),
    changed: createAnnouncement(),
    testing: createAnnouncement(),
    removing: createAnnouncement(),
  };
}
