import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEDIA_CONTROL_PATHS, type SessionPlanWire } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { type MediaConfig, readMediaConfig } from '../config.ts';
import { type MediaNode, startMediaNode } from '../media-node.ts';
import { FakeApi } from './fake-api.ts';

const ALL_FREE = {
  MEDIA_CONTROL_PORT: '0',
  RTMP_PORT: '0',
  RTMPS_PORT: '0',
  SRT_PORT: '0',
  HLS_PORT: '0',
  WEBRTC_PORT: '0',
  WEBRTC_UDP_PORT: '0',
  MEDIAMTX_API_PORT: '0',
};

/** What an encoder and a viewer of one planned session need. */
export interface PlannedSession {
  plan: SessionPlanWire;
  key: string;
  playToken: string;
}

/** The settings of a node on free ports with its own folder, as environment texts. */
export async function testSettings(serverUrl: string, more: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'neustream-media-'));
  return {
    ...ALL_FREE,
    SERVER_URL: serverUrl,
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_DESTINATIONS: 'true',
    MEDIA_NODE_TOKEN: randomBytes(32).toString('hex'),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    MEDIAMTX_BIN: process.env.MEDIAMTX_BIN ?? '',
    FFMPEG_BIN: process.env.FFMPEG_BIN ?? '',
    ...more,
  };
}

/** A media node in this process, with a fake API before it. */
export class TestNode {
  readonly api: FakeApi;
  readonly config: MediaConfig;
  node: MediaNode;

  private constructor(api: FakeApi, config: MediaConfig, node: MediaNode) {
    this.api = api;
    this.config = config;
    this.node = node;
  }

  static async start(more: Record<string, string> = {}): Promise<TestNode> {
    const api = await FakeApi.start();
    const config = readMediaConfig({ env: await testSettings(api.url, more), readFile: () => '' });
    const node = await startMediaNode(config, pino({ level: config.logLevel }));
    return new TestNode(api, config, node);
  }

  /** Sends a plan as the API does; gives the status of the answer. */
  async put(plan: SessionPlanWire): Promise<number> {
    return putPlan({
      controlPort: this.node.controlPort,
      token: this.config.nodeToken ?? new Secret(''),
      plan,
    });
  }

  /** Address with key for an RTMP encoder. */
  rtmpUrl({ plan, key }: PlannedSession): string {
    return `${this.node.endpoints.rtmp}/${plan.publicId}?key=${key}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node.stop();
    await this.api[Symbol.asyncDispose]();
    await rm(this.config.dataDir, { recursive: true, force: true });
  }
}

export async function putPlan({
  controlPort,
  token,
  plan,
}: {
  controlPort: number;
  token: Secret;
  plan: SessionPlanWire;
}): Promise<number> {
  const response = await fetch(
    `http://127.0.0.1:${controlPort}${MEDIA_CONTROL_PATHS.session(plan.sessionId)}`,
    {
      method: 'PUT',
      headers: { authorization: `Bearer ${token.reveal()}` },
      body: JSON.stringify(plan),
    },
  );
  await response.body?.cancel();
  return response.status;
}

/** A session to these addresses, to be live. */
export function planSession(
  addresses: readonly string[],
  more: Partial<SessionPlanWire> = {},
): PlannedSession {
  const key = randomBytes(32).toString('hex');
  const playToken = randomBytes(32).toString('hex');
  const plan: SessionPlanWire = {
    sessionId: randomUUID(),
    sourceId: randomUUID(),
    version: 1,
    desired: 'live',
    endReason: null,
    publicId: randomBytes(8).toString('hex'),
    publishKeyHashes: [sha256(key)],
    playTokenHashes: [sha256(playToken)],
    graceMs: 60_000,
    firstPublishMs: 60_000,
    destinations: addresses.map((address, index) => planDestination(address, index)),
    ...more,
  };
  return { plan, key, playToken };
}

/** One destination with a key of its own. */
export function planDestination(address: string, index: number): SessionPlanWire['destinations'][number] {
  return {
    id: randomUUID(),
    name: `Platform ${index + 1}`,
    platform: 'custom',
    address,
    streamKey: `sk-${randomBytes(8).toString('hex')}`,
    desired: 'send',
    retryRequests: 0,
    videoCodecs: null,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
