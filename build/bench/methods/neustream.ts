import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  MEDIA_CONTROL_PATHS,
  type NodeSnapshot,
  type SessionPlanWire,
} from '@neustream/shared/contracts/media-control.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { fixedPorts, NODE_PORTS, nodeSettings } from '../../kit/environment.ts';
import { familyOf } from '../../kit/process-list.ts';
import { mediamtxBin } from '../../kit/tools.ts';
import { MEDIA_NODE_FLAGS } from '../../start/media-flags.ts';
import { Supervised } from '../../start/supervised.ts';
import type { Output } from '../sink.ts';
import { MEDIAMTX_MISSING } from './mediamtx.ts';
import type { Method } from './method.ts';

const PROGRAM = fileURLToPath(new URL('../../../media/main.ts', import.meta.url));
const PUBLIC_ID = 'benchsource';

/** The real media node process, without API and database: they are not on the path of the picture. */
export function neustream(ingest: 'mediamtx' | 'builtin'): Method {
  return {
    engine: `neustream-${ingest}`,
    rtmps: true,
    missing: () => (ingest === 'mediamtx' && mediamtxBin() === undefined ? MEDIAMTX_MISSING : undefined),
    async start({ outputs, folder }) {
      const token = randomBytes(32).toString('hex');
      const ports = await fixedPorts(NODE_PORTS);
      const env = {
        ...process.env,
        ...nodeSettings(folder),
        ...ports,
        INGEST: ingest,
        MEDIA_NODE_TOKEN: token,
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
        // Nobody answers there: the node has to work without its API.
        SERVER_URL: `http://127.0.0.1:${await freePort()}`,
      };
      const node = new Supervised({
        name: 'The media node',
        program: PROGRAM,
        nodeFlags: MEDIA_NODE_FLAGS,
        env,
        logFile: join(folder, 'media.log'),
      });
      await node.ready;
      const control = { url: `http://127.0.0.1:${ports.MEDIA_CONTROL_PORT}`, token };
      const key = randomBytes(32).toString('base64url');
      await putPlan(control, planOf(outputs, key));
      const endpoint = await until(() => rtmpEndpoint(control), { what: 'the media node taking encoders' });
      return {
        publishUrl: `${endpoint}/${PUBLIC_ID}?key=${key}`,
        crash: () => node.kill('SIGKILL'),
        pids: () => familyOf(node.pid, folder).map(({ pid }) => pid),
        [Symbol.asyncDispose]: () => node.stop(),
      };
    },
  };
}

interface Control {
  url: string;
  token: string;
}

function planOf(outputs: Output[], key: string): SessionPlanWire {
  return {
    sessionId: randomUUID(),
    sourceId: randomUUID(),
    version: 1,
    desired: 'live',
    endReason: null,
    publicId: PUBLIC_ID,
    publishKeyHashes: [createHash('sha256').update(key).digest('hex')],
    playTokenHashes: [],
    graceMs: 60_000,
    firstPublishMs: 600_000,
    destinations: outputs.map(({ address, key: streamKey }, index) => ({
      id: randomUUID(),
      name: `Output ${index}`,
      platform: 'custom',
      address,
      streamKey,
      desired: 'send',
      retryRequests: 0,
      videoCodecs: null,
    })),
  };
}

async function putPlan({ url, token }: Control, plan: SessionPlanWire): Promise<void> {
  const answer = await fetch(url + MEDIA_CONTROL_PATHS.session(plan.sessionId), {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });
  if (!answer.ok) throw new Error(`The media node refused the plan: ${answer.status} ${await answer.text()}`);
}

async function rtmpEndpoint({ url, token }: Control): Promise<string | undefined> {
  const answer = await fetch(url + MEDIA_CONTROL_PATHS.snapshot, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { ingestReady, endpoints } = (await answer.json()) as NodeSnapshot;
  return ingestReady ? (endpoints.rtmp?.replace(/\/$/, '') ?? undefined) : undefined;
}
