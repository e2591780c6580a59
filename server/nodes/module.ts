import { type Capability, capability } from '../infra/capability.ts';
import type { Log } from '../infra/log.ts';
import { countFreshNodes } from './fresh-nodes.ts';
import { enrolOwnNode, type OwnNode } from './own-node.ts';
import { nodeTokenColumn, type TokenDeps } from './tokens.ts';

type NodesDeps = TokenDeps & { log: Log; ownNode: OwnNode };

/** Media nodes: which there are, when they last reported, how they are reached. */
export function nodesModule({ ownNode, ...deps }: NodesDeps): Capability {
  const { db, clock, vault } = deps;
  return capability({
    name: 'nodes',
    start: () => enrolOwnNode(deps, ownNode),
    sealedColumns: [nodeTokenColumn(vault)],
    metrics: [
      {
        name: 'neustream_media_nodes',
        help: 'Media nodes that are reporting.',
        read: () => countFreshNodes(db, clock()),
      },
    ],
  });
}
