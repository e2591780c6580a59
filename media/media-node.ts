import { join } from 'node:path';
import type { NodeEndpoints, NodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { ensureDataDir } from '@neustream/shared/node/data-dir.ts';
import { internalsSentence, nodeInternals } from '@neustream/shared/node/internals/internals.ts';
import type { Logger } from 'pino';
import type { MediaConfig } from './config.ts';
import { createMediaContext } from './context.ts';
import { ensureNodeToken } from './control/node-token.ts';
import { chooseEngine, stopPreviousMediamtx } from './ingest/public.ts';
import { findFfmpeg } from './transcode/public.ts';

/** A running media node. */
export interface MediaNode {
  controlPort: number;
  controlUrl: string;
  endpoints: NodeEndpoints;
  engine: 'mediamtx' | 'builtin';
  snapshot(): NodeSnapshot;
  /**
   * Unpublishes everywhere, stops MediaMTX and leaves no process behind. Sessions stay stored and resume at the next
   * start.
   */
  stop(): Promise<void>;
}

/**
 * Starts a media node: control server, ingest, and the sessions it held when it last ran.
 * @throws AppError when a port is taken, or the ingest or the data folder is unavailable; nothing is left running then
 */
export async function startMediaNode(config: MediaConfig, log: Logger): Promise<MediaNode> {
  await ensureDataDir(config.dataDir, { writable: true });
  const engine = chooseEngine({ ingest: config.ingest, mediamtxBin: config.mediamtxBin });
  if (engine.engine === 'builtin' && engine.why !== null) {
    log.warn(
      `${engine.why} Encoders can use RTMP${config.tls === null ? '' : ' and RTMPS'} only: no SRT, WHIP or preview.`,
    );
  }
  const internals = nodeInternals(config.nodeInternals);
  log.info(internalsSentence(internals));
  const { control, ingest, sessions, pusher } = createMediaContext({
    config,
    nodeToken: config.nodeToken ?? (await ensureNodeToken(config.dataDir)),
    engine,
    internals,
    ffmpeg: findFfmpeg(config.ffmpegBin),
    log,
    now: systemClock,
    random: Math.random,
  });
  if (engine.engine === 'builtin') await stopPreviousMediamtx(join(config.dataDir, 'media'));
  const controlPort = await control.start();
  sessions.restore();
  try {
    await ingest.start();
  } catch (error) {
    await sessions.suspend();
    await ingest.stop();
    await control.stop();
    throw error;
  }
  pusher.start();
  return {
    controlPort,
    controlUrl: control.url,
    endpoints: ingest.endpoints,
    engine: engine.engine,
    snapshot: () => pusher.look(),
    async stop() {
      await sessions.suspend();
      await pusher.stop();
      await ingest.stop();
      await control.stop();
    },
  };
}
