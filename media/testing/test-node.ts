import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionPlanWire } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { nodeSettings } from '../../build/kit/environment.ts';
import { type MediaConfig, readMediaConfig } from '../config.ts';
import { type MediaNode, startMediaNode } from '../media-node.ts';
import { FakeApi } from './fake-api.ts';
import { type PlannedSession, putPlan } from './plan.ts';

/** The settings of a node on free ports with its own folder, as environment variables. */
export async function testSettings(serverUrl: string, more: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'neustream-media-'));
  return {
    ...nodeSettings(dataDir),
    SERVER_URL: serverUrl,
    MEDIA_NODE_TOKEN: randomBytes(32).toString('hex'),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...more,
  };
}

/** A media node in this process, with a fake API in front of it. */
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

  /** Sends a plan as the API does; returns the status of the answer. */
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
