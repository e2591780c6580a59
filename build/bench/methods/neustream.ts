import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEDIA_CONTROL_PATHS, nodeSnapshot } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import {
  nodeReady,
  type PlannedSession,
  planDestination,
  planSession,
  putPlan,
} from '../../../media/testing/plan.ts';
import { fixedPorts, NODE_PORTS, nodeSettings } from '../../kit/environment.ts';
import { mediamtxMissing } from '../../kit/mediamtx.ts';
import { familyOf } from '../../kit/process-list.ts';
import { MEDIA_NODE_FLAGS } from '../../start/media-flags.ts';
import { Supervised } from '../../start/supervised.ts';
import type { Output } from '../sink.ts';
import type { Method } from './method.ts';
import { TakingApi } from './taking-api.ts';

const PROGRAM = fileURLToPath(new URL('../../../media/main.ts', import.meta.url));

export interface NeustreamOptions {
  engine: 'neustream-mediamtx' | 'neustream-builtin' | 'neustream-builtin-held';
  ingest: 'mediamtx' | 'builtin';
  /** Settings besides those that every measurement needs; asked for at each start. */
  settings?: () => Record<string, string>;
}

/** The real media node, with an API that takes its reports: database and pages are not on the media's path. */
export function neustream({ engine, ingest, settings }: NeustreamOptions): Method {
  return {
    engine,
    rtmps: true,
    manySessions: true,
    missing: () => (ingest === 'mediamtx' ? mediamtxMissing() : undefined),
    async start({ sessions, folder, caFile }) {
      const token = randomBytes(32).toString('hex');
      const ports = await fixedPorts(NODE_PORTS);
      const api = await TakingApi.start();
      const env = {
        ...process.env,
        ...nodeSettings(folder),
        ...ports,
        INGEST: ingest,
        MEDIA_NODE_TOKEN: token,
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
        SERVER_URL: api.url,
        ...(caFile === null ? {} : { DESTINATION_CA_FILE: caFile }),
        ...settings?.(),
      };
      const node = new Supervised({
        name: 'The media node',
        program: PROGRAM,
        nodeFlags: MEDIA_NODE_FLAGS,
        env,
        logFile: join(folder, 'media.log'),
      });
      const { controlPort, endpoints } = nodeReady.parse(await node.ready);
      const planned = sessions.map(planOf);
      for (const { plan } of planned) {
        const status = await putPlan({ controlPort, token: new Secret(token), plan });
        if (status !== 200) throw new Error(`The media node answered ${status} to the plan.`);
      }
      return {
        publishUrls: planned.map(({ plan, key }) => `${endpoints.rtmp}/${plan.publicId}?key=${key}`),
        crash: {
          lane: () => crashLane(controlPort, token),
          control: () => node.kill('SIGKILL'),
        },
        pids: () => familyOf(node.pid, folder).map(({ pid }) => pid),
        async [Symbol.asyncDispose]() {
          await node.stop();
          await api[Symbol.asyncDispose]();
        },
      };
    },
  };
}

/** Kills a lane that carries sessions, and says how many. */
async function crashLane(controlPort: number, token: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${controlPort}${MEDIA_CONTROL_PATHS.snapshot}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { lanes } = nodeSnapshot.parse(await answer.json());
  const busy = lanes.find(({ sessions }) => sessions > 0);
  if (busy === undefined) throw new Error('No lane carries a session.');
  process.kill(busy.pid, 'SIGKILL');
  return busy.sessions;
}

function planOf(outputs: readonly Output[]): PlannedSession {
  const destinations = outputs.map(({ address, key }, index) => ({
    ...planDestination(address, index),
    streamKey: key,
  }));
  return planSession([], { destinations, firstPublishMs: 600_000 });
}
