import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { readServerConfig, type ServerConfig } from '../config.ts';
import type { Overrides } from '../context.ts';
import { createLog } from '../infra/log.ts';
import { createVault } from '../infra/secrets/vault.ts';
import { issueToken, tokenOfNode } from '../nodes/public.ts';
import { prepareSecrets } from '../secrets.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { type FakeNode, startFakeNode } from './fake-node.ts';

export interface TestServer extends AsyncDisposable {
  server: RunningServer;
  url: string;
  config: ServerConfig;
  /** Everything that was logged. */
  logged: () => string;
  startNode(now?: () => number): Promise<FakeNode>;
}

/** The real server on free ports with a throw-away database. */
export async function startTestServer(
  settings: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<TestServer> {
  const dataDir = settings.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'neustream-test-')));
  const preset = {
    PORT: '0',
    METRICS_PORT: '0',
    DEFAULT_PLAN: 'business',
    RATE_LIMIT_FACTOR: '10000',
    ALLOW_PRIVATE_DESTINATIONS: 'true',
  };
  const env = { ...preset, DATA_DIR: dataDir, LOG_LEVEL: 'debug', ...settings };
  const config = readServerConfig({ env, readFile: () => '' });
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const forget = () =>
    settings.DATA_DIR === undefined ? rm(dataDir, { recursive: true, force: true }) : undefined;
  const starting = startServer(config, { log: createLog(config.logLevel, sink), ...overrides });
  const server = await starting.catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  const nodes = new AsyncDisposableStack();
  return {
    server,
    config,
    url: server.url,
    logged: () => lines.join(''),
    async startNode(now) {
      const { keyEncryption } = await prepareSecrets(config);
      const deps = { db: server.db, vault: createVault(keyEncryption), clock: systemClock };
      const tokenOf = async (nodeId: string) =>
        ((await tokenOfNode(deps, nodeId)) ?? (await issueToken(deps, nodeId))).reveal();
      const clock = now ? { now } : {};
      const node = nodes.use(await startFakeNode({ serverUrl: server.url, tokenOf, ...clock }));
      await node.snapshot();
      return node;
    },
    async [Symbol.asyncDispose]() {
      await nodes.disposeAsync();
      await server.close();
      await forget();
    },
  };
}
