import type { NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import type { NodeRow } from './store.ts';

/** After a node has been silent this long, nothing from its previous run is still on its way, in ms. */
const SILENCE_MS = 10_000;

/**
 * Whether a snapshot is newer than the last one applied. Within one run of the node the sequence numbers decide; across
 * runs, where they start again, the node's clock does; and after a silence of the node (its clock may have been set
 * back) every snapshot is newer.
 */
export function isNewer(
  stored: Pick<NodeRow, 'boot_id' | 'seq' | 'reported_at' | 'heartbeat_at'> | undefined,
  snapshot: Pick<NodeSnapshot, 'bootId' | 'seq' | 'at'>,
  now: number,
): boolean {
  if (!stored) return true;
  if (stored.boot_id === snapshot.bootId) return snapshot.seq > stored.seq;
  return snapshot.at >= stored.reported_at.getTime() || now - stored.heartbeat_at.getTime() > SILENCE_MS;
}
