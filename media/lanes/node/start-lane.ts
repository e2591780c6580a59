import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { startDetached } from '@neustream/shared/node/detached.ts';
import { childEnvironment } from '@neustream/shared/node/environment.ts';
import { LogTail } from '@neustream/shared/node/log-tail.ts';
import { MEDIA_V8_FLAGS } from '@neustream/shared/node/v8-flags.ts';
import type { Logger } from 'pino';
import { LaneClient } from '../edge/lane-client.ts';
import { type LaneLaunch, toEnvironment } from '../edge/launch.ts';
import { type LaneState, stateFileOf } from '../edge/state-file.ts';
import { LaneHandle } from './lane-handle.ts';
import { logLaneLine } from './lane-log.ts';

const PROGRAM = fileURLToPath(new URL('../../lane.ts', import.meta.url));

export interface LaneStartDeps {
  /** Where lanes keep their states and logs. */
  folder: string;
  /** What every lane of this node is started with. */
  launch(): Omit<LaneLaunch, 'laneId' | 'stateFile'>;
  /** The node's settings and its token, as environment variables. */
  settings(): Record<string, string>;
  laneToken: Secret;
  log: Logger;
}

/**
 * Starts a lane, which outlives us. It reports when it is ready.
 * @throws AppError `PROGRAM_FAILED`
 */
export function startLane({ folder, launch, settings, laneToken, log }: LaneStartDeps): {
  lane: LaneHandle;
  exited: Promise<void>;
} {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = `lane-${randomBytes(4).toString('hex')}`;
  const stateFile = stateFileOf(folder, id);
  const tail = tailOf(stateFile, id, log);
  const { pid, exited } = startDetached({
    file: process.execPath,
    args: [...MEDIA_V8_FLAGS, PROGRAM, stateFile],
    // Relative paths in the settings mean the same there.
    cwd: process.cwd(),
    logFile: tail.file,
    freshLog: true,
    env: {
      ...childEnvironment(),
      ...settings(),
      ...toEnvironment({ ...launch(), laneId: id }),
    },
  });
  tail.start();
  const callsAt = (port: () => number) => new LaneClient(port, laneToken);
  const lane = new LaneHandle({ id, pid, stateFile, tail, callsAt, port: 0, outdated: false, log });
  return { lane, exited };
}

/** A lane that an earlier control process started. */
export function adoptLane(
  { file, state, outdated }: { file: string; state: LaneState; outdated: boolean },
  { laneToken, log }: LaneStartDeps,
): LaneHandle {
  const { laneId: id, pid, port } = state;
  const tail = tailOf(file, id, log);
  tail.start();
  const callsAt = (at: () => number) => new LaneClient(at, laneToken);
  return new LaneHandle({ id, pid, stateFile: file, tail, callsAt, port, outdated, log });
}

function tailOf(stateFile: string, id: string, log: Logger): LogTail {
  return new LogTail(stateFile.replace(/\.json$/, '.log'), (line) => logLaneLine(log, id, line));
}
