import { type NodeInternals, nodeInternals } from '@neustream/shared/node/internals/internals.ts';

let used = nodeInternals('auto');

/** From now on, the code under test uses these of Node's internals, and not all that this Node offers. */
export function useInternals(internals: NodeInternals): void {
  used = internals;
}

/** Those that the code under test should use. */
export function testInternals(): NodeInternals {
  return used;
}
