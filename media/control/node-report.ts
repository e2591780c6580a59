import type { NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';

export type NodeFacts = Omit<NodeSnapshot, 'seq' | 'ingestEngine' | 'ingestReady'> & {
  engine: NodeSnapshot['ingestEngine'];
  ready: boolean;
};

/** Everything this node knows, as a snapshot with this number. */
export function nodeReport({ engine, ready, ...facts }: NodeFacts, seq: number): NodeSnapshot {
  return { ...facts, seq, ingestEngine: engine, ingestReady: ready };
}
