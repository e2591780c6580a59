import type { Database } from '../../infra/database/connect.ts';
import { unavailable } from '../../infra/http/problem.ts';
import { listFreshNodes, type NodeRow } from '../../nodes/public.ts';
import { countOpenByNode } from '../sessions/store.ts';

/**
 * The node that a new session gets: the one that asks, or the least loaded; never one that is draining.
 * @throws Problem 503 when there is none
 */
export async function chooseNode(tx: Database, asking: string | undefined, now: number): Promise<NodeRow> {
  const nodes = (await listFreshNodes(tx, now)).filter(({ draining }) => !draining);
  const [node] =
    asking === undefined ? byLoad(nodes, await countOpenByNode(tx)) : nodes.filter(({ id }) => id === asking);
  if (node) return node;
  throw unavailable(
    {
      code: 'NO_MEDIA_NODE',
      message: 'No media node is ready to take your stream.',
      action:
        'Try again in a few seconds. If it keeps happening, whoever runs this server has to check the media node.',
    },
    { 'Retry-After': '3' },
  );
}

/**
 * Nodes in the order in which they should get the next session: by sessions per lane, and among equals by how busy
 * their lanes were lately.
 * @param carried open sessions by node id, including those that the node has not heard of yet
 */
export function byLoad<N extends Pick<NodeRow, 'id' | 'lanes'>>(
  nodes: readonly N[],
  carried: ReadonlyMap<string, number>,
): N[] {
  const loads = new Map(nodes.map((node) => [node, loadOf(node, carried.get(node.id) ?? 0)]));
  const load = (node: N) => loads.get(node) ?? { sessions: 0, busy: 0 };
  return [...nodes].sort((a, b) => load(a).sessions - load(b).sessions || load(a).busy - load(b).busy);
}

function loadOf({ lanes }: Pick<NodeRow, 'lanes'>, sessions: number): { sessions: number; busy: number } {
  const open = lanes.filter(({ state }) => state !== 'draining');
  // A node that reports no lanes carries its sessions in one process.
  const count = Math.max(1, open.length);
  return { sessions: sessions / count, busy: open.reduce((sum, { load }) => sum + load, 0) / count };
}
