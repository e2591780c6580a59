import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { internalsSentence, nodeInternals } from '@neustream/shared/node/internals/internals.ts';
import pino from 'pino';
import { readMediaConfig } from './config.ts';
import { ensureNodeToken } from './control/node-token.ts';
import { Lane, readLaunch } from './lanes/public.ts';
import { findFfmpeg } from './transcode/public.ts';

/** A lane without a control process and with nothing live ends after this time, in ms. */
const ORPHAN_AFTER_MS = 60_000;
/** Stopping takes at most this long, in ms; then we exit anyway. */
const STOP_DEADLINE_MS = 4000;

/** Reads what this lane was started with, runs it until it has nothing left to do or is told to stop, and ends. */
export async function runLane(env: NodeJS.ProcessEnv, stateFile: string | undefined): Promise<void> {
  try {
    await start(env, stateFile);
  } catch (error) {
    const text = error instanceof AppError ? `${error.message} ${error.action}` : String(error);
    process.stderr.write(`The lane cannot start. ${text}\n`);
    process.exit(1);
  }
}

async function start(env: NodeJS.ProcessEnv, stateFile: string | undefined): Promise<void> {
  const launch = readLaunch(env, stateFile);
  const config = readMediaConfig({ env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = pino({ name: launch.laneId, level: config.logLevel });
  const internals = nodeInternals(config.nodeInternals);
  const lane = new Lane(
    {
      launch,
      config,
      nodeToken: config.nodeToken ?? (await ensureNodeToken(config.dataDir)),
      internals,
      ffmpeg: findFfmpeg(config.ffmpegBin),
      log,
      now: systemClock,
      steady: () => performance.now(),
      random: Math.random,
    },
    { orphanAfterMs: ORPHAN_AFTER_MS },
  );
  process.on('SIGTERM', () => lane.stop());
  // A terminal's Ctrl-C is for the control process, which stops its lanes in its own order.
  process.on('SIGINT', () => undefined);
  await lane.start();
  log.info({ pid: process.pid }, `the lane is ready; ${internalsSentence(internals)}`);
  void lane.stopping.then(() => setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref());
  await lane.ended;
  process.exit(0);
}
