import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { type Capability, capability } from '../infra/capability.ts';
import type { Database } from '../infra/database/connect.ts';
import { countFreshNodes } from './fresh-nodes.ts';

/** Media nodes: who they are, when they last reported, where they are reached. */
export function nodesModule({ db, clock }: { db: Database; clock: Clock }): Capability {
  return capability({
    name: 'nodes',
    metrics: [
      {
        name: 'neustream_media_nodes',
        help: 'Media nodes that report.',
        read: () => countFreshNodes(db, clock()),
      },
    ],
  });
}
