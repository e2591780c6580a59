import { issueMeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import { forPages, tokenOfNode } from '../../nodes/public.ts';
import type { LiveDeps } from '../deps.ts';
import { chooseNode } from './choose-node.ts';

/**
 * Where somebody may measure their uplink: at the node that would take their stream now. Null when pages
 * cannot publish straight to that one.
 * @throws Problem 503 when no media node is available
 */
export async function measureUplink(
  { db, vault, clock, tls }: Pick<LiveDeps, 'db' | 'vault' | 'clock' | 'tls'>,
  userId: string,
): Promise<{ measurement: { url: string; permit: string } | null }> {
  const node = await chooseNode(db, undefined, clock());
  const token = await tokenOfNode({ db, vault }, node.id);
  const { direct: url } = forPages(node.endpoints, { tls });
  if (url === null || token === null) return { measurement: null };
  return { measurement: { url, permit: issueMeasurePermit(token, userId, clock()) } };
}
