import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '@neustream/shared/node/atomic-file.ts';
import { z } from 'zod';

const SUFFIX = '.json';
const port = z.number().int().min(1).max(65_535);

/** What a later control process needs to know to adopt a lane that is still running. Contains no secret. */
const laneState = z.object({
  laneId: z.string(),
  pid: z.number().int().positive(),
  port,
  /** Where the control process answered when the lane was started. */
  control: z.url(),
  fingerprint: z.string(),
});
export type LaneState = z.infer<typeof laneState>;

export function stateFileOf(folder: string, laneId: string): string {
  return join(folder, laneId + SUFFIX);
}

/** The lanes that wrote into this folder and may still be running. */
export function readLaneStates(folder: string): { file: string; state: LaneState }[] {
  return namesIn(folder).flatMap((name) => {
    const file = join(folder, name);
    try {
      return [{ file, state: laneState.parse(JSON.parse(readFileSync(file, 'utf8'))) }];
    } catch {
      return [];
    }
  });
}

export function writeLaneState(file: string, state: LaneState): void {
  writeFileAtomically(file, JSON.stringify(state));
}

export function forgetLaneState(file: string): void {
  rmSync(file, { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
}
