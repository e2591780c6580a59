import { type NodeInternals, nodeInternals } from '@neustream/shared/node/internals/internals.ts';

let used = nodeInternals('auto');

/** From now on, what is tested uses these of Node's insides, and not all that this Node has. */
export function useInternals(internals: NodeInternals): void {
  used = internals;
}

/** Those that what is tested is to use. */
export function testInternals(): NodeInternals {
  return used;
}
