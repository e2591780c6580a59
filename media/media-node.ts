import { join } from 'node:path';
import type { IngestEngine, NodeEndpoints, NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from './config.ts';
import { createMediaContext, type MediaContext, type MediaContextDeps } from './context.ts';
import { ensureNodeToken } from './control/public.ts';
import { chooseEngine, stopPreviousMediamtx } from './ingest/public.ts';
import { encoderPorts, planLanes } from './node-lanes.ts';

/** A running media node. */
export interface MediaNode {
  controlPort: number;
  controlUrl: string;
  endpoints: NodeEndpoints;
  engine: IngestEngine;
  snapshot(): NodeSnapshot;
  /** Takes nothing new from now on. */
  drain(): void;
  /** Settles when the node is draining and its last session has ended. */
  drained: Promise<void>;
  /**
   * Unpublishes everywhere, stops lanes and MediaMTX, and leaves no process behind. Sessions stay stored and resume at
   * the next start.
   */
  stop(): Promise<void>;
}

/**
 * Starts a media node: control server, lanes, MediaMTX, and the sessions it held when it last ran. What an earlier
 * control process left running is taken over with everything it carries.
 * @throws AppError when a port is taken, or a lane, MediaMTX or the data folder is unavailable; nothing is left running
 */
export async function startMediaNode(config: MediaConfig, log: Logger): Promise<MediaNode> {
  await ensureDataDir(config.dataDir, { writable: true });
  const choice = chooseEngine({ ingest: config.ingest, mediamtxBin: config.mediamtxBin });
  const { engine } = choice;
  if (engine === 'builtin' && choice.why !== null) {
    log.warn(
      `${choice.why} Encoders can use RTMP${config.tls === null ? '' : ' and RTMPS'} only: no SRT, WHIP or preview.`,
    );
  }
  const nodeToken = config.nodeToken ?? (await ensureNodeToken(config.dataDir));
  const lanePlan = planLanes(config, engine, nodeToken);
  const context = createMediaContext({
    config,
    nodeToken,
    engine,
    mediamtxBinary: engine === 'builtin' ? null : choice.binary,
    lanePlan,
    log,
    now: systemClock,
    steady: () => performance.now(),
  });
  const { control, pusher, endpoints, drain, drained } = context;
  if (engine === 'builtin') await stopPreviousMediamtx(join(config.dataDir, 'media'));
  const controlPort = await control.start();
  try {
    await begin(context, { config, lanePlan, engine });
  } catch (error) {
    await stopParts(context);
    throw error;
  }
  pusher.start();
  return {
    controlPort,
    controlUrl: control.url,
    endpoints: endpoints(),
    engine,
    snapshot: () => pusher.look(),
    drain,
    drained,
    async stop() {
      await context.lanes.stop();
      await pusher.stop();
      await stopParts(context);
    },
  };
}

async function begin(
  { lanes, board, edge, mediamtx, ports, open }: MediaContext,
  { config, lanePlan, engine }: Pick<MediaContextDeps, 'config' | 'lanePlan' | 'engine'>,
): Promise<void> {
  board.restore();
  const left = await lanes.adopt();
  for (const report of left) await board.adopt(report);
  const running = left.map((report) => report.ports);
  const found = engine === 'mediamtx' ? null : await encoderPorts(config, running, lanePlan.sharesPorts);
  Object.assign(ports, found?.ports);
  open();
  // Lanes that were taken over may know another address of the control process, and would report there.
  edge.settle();
  await Promise.all([lanes.start().finally(() => found?.release()), mediamtx?.start()]);
}

async function stopParts({ lanes, mediamtx, control }: MediaContext): Promise<void> {
  await lanes.stop();
  await mediamtx?.stop();
  await control.stop();
}
