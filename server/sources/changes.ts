import { type Announcement, createAnnouncement } from '../infra/announcement.ts';
import type { Work } from '../infra/database/transaction.ts';
import { lockSourceRow, type SourceRow } from './store.ts';

/** What sources announce, each within the transaction of the change. */
export interface SourceChanges {
  /**
   * A source was locked. A subscriber that keeps something open on it locks that too, before anything else is locked.
   */
  locked: Announcement<{ sourceId: string }>;
  /** The ingest key was replaced. */
  keyRotated: Announcement<{ sourceId: string }>;
  /** A source is being deleted: a subscriber may refuse that, or remove whatever depends on the source. */
  removing: Announcement<{ sourceId: string; now: number }>;
}

export function createSourceChanges(): SourceChanges {
  return {
    locked: createAnnouncement(),
    keyRotated: createAnnouncement(),
    removing: createAnnouncement(),
  };
}

/**
 * Locks a source and whatever is open on it until the transaction ends; undefined when there is none, or it is not this
 * user's. It has to be the first lock of a transaction. The order is the same everywhere (source, session, the user's
 * counts, destination), so that no deadlock can arise.
 */
export async function lockSource(
  work: Work,
  changes: SourceChanges,
  which: { id: string; userId?: string },
): Promise<SourceRow | undefined> {
  const row = await lockSourceRow(work.tx, which);
  if (row) await changes.locked.announce(work, { sourceId: row.id });
  return row;
}
