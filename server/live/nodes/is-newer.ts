import type { NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import type { NodeRow } from './store.ts';

/**
 * Whether a snapshot is newer than the last one taken. Within one run of the node the numbers decide;
 * across runs, which count anew, the node's clock does.
 */
export function isNewer(
  stored: Pick<NodeRow, 'boot_id' | 'seq' | 'reported_at'> | undefined,
  snapshot: Pick<NodeSnapshot, 'bootId' | 'seq' | 'at'>,
): boolean {
  if (!stored) return true;
  if (stored.boot_id === snapshot.bootId) return snapshot.seq > stored.seq;
  return snapshot.at >= stored.reported_at.getTime();
}
