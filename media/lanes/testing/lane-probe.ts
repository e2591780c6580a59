import { join } from 'node:path';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { nodeCredentials } from '../../control/credentials.ts';
import type { ReadLaneReport } from '../edge/contract.ts';
import { LaneClient } from '../edge/lane-client.ts';
import { readLaneStates } from '../edge/state-file.ts';

/** What the lanes of a node in this data folder say of themselves, asked as its control process asks them. */
export function laneReports(dataDir: string, nodeToken: string): Promise<ReadLaneReport[]> {
  const token = nodeCredentials(new Secret(nodeToken)).lane;
  const states = readLaneStates(join(dataDir, 'media', 'lanes'));
  return Promise.all(states.map(({ state }) => new LaneClient(() => state.port, token).report()));
}
