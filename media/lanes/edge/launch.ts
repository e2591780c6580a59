import type { IngestEngine } from '@neustream/shared/contracts/media-control.ts';
import { INGEST_ENGINES } from '@neustream/shared/contracts/media-control.ts';
import { z } from 'zod';

/** What a lane is started with, besides the settings of its node. */
export interface LaneLaunch {
  laneId: string;
  /** Where the lane notes that it runs, so that a later control process finds it; among its arguments, which name it. */
  stateFile: string;
  /** Where the control process answers. */
  control: string;
  /** Of program and settings: a lane with another one is replaced. */
  fingerprint: string;
  /** Of the program, for people. */
  version: string;
  engine: IngestEngine;
  /** Other lanes listen on the same ports. */
  sharesPorts: boolean;
}

const NAMES = {
  laneId: 'LANE_ID',
  control: 'LANE_CONTROL',
  fingerprint: 'LANE_FINGERPRINT',
  version: 'LANE_VERSION',
  engine: 'LANE_ENGINE',
  sharesPorts: 'LANE_SHARES_PORTS',
} as const;

const text = z.string().min(1);
const launchEnvironment = z.object({
  LANE_ID: text,
  LANE_CONTROL: z.url(),
  LANE_FINGERPRINT: text,
  LANE_VERSION: text,
  LANE_ENGINE: z.enum(INGEST_ENGINES),
  LANE_SHARES_PORTS: z.enum(['true', 'false']).transform((value) => value === 'true'),
});

/** The part of a lane's environment that says what it is. */
export function toEnvironment(launch: Omit<LaneLaunch, 'stateFile'>): Record<string, string> {
  return Object.fromEntries(
    (Object.keys(NAMES) as (keyof typeof NAMES)[]).map((key) => [NAMES[key], String(launch[key])]),
  );
}

/** @throws ZodError when this process was not started as a lane */
export function readLaunch(env: NodeJS.ProcessEnv, stateFile: string | undefined): LaneLaunch {
  const values = launchEnvironment.parse(env);
  return {
    laneId: values.LANE_ID,
    stateFile: text.parse(stateFile),
    control: values.LANE_CONTROL,
    fingerprint: values.LANE_FINGERPRINT,
    version: values.LANE_VERSION,
    engine: values.LANE_ENGINE,
    sharesPorts: values.LANE_SHARES_PORTS,
  };
}
