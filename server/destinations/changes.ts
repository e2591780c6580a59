import { type Announcement, createAnnouncement } from '../infra/announcement.ts';
import type { DestinationRow } from './store.ts';

/** What destinations announce, each within the transaction of the change, when their source is locked. */
export interface DestinationChanges {
  /** A destination that is switched on was saved. A subscriber answers whether it sends to it from now on. */
  added: Announcement<{ destination: DestinationRow; userId: string }, boolean>;
  /** Name, address, key or the like were changed. */
  changed: Announcement<{ destination: DestinationRow }>;
  /** A destination is being deleted. */
  removing: Announcement<{ destination: DestinationRow; now: number }>;
}

export function createDestinationChanges(): DestinationChanges {
  return { added: createAnnouncement(), changed: createAnnouncement(), removing: createAnnouncement() };
}
