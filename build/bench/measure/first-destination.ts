import { type RunOptions, withRun } from './run.ts';

/** From the accepted publish to the first frame at a destination, in ms. */
export async function measureFirstDestination(options: Omit<RunOptions, 'outputs'>): Promise<number> {
  return withRun({ ...options, outputs: 1 }, async ({ publishToAllMs }) => publishToAllMs);
}
