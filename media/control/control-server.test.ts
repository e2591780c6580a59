import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MEDIA_CONTROL_PATHS,
  NO_ENDPOINTS,
  type NodeSnapshot,
} from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planSession } from '../testing/plan.ts';
import { ControlServer } from './control-server.ts';
import { ensureNodeToken } from './node-token.ts';

const snapshot: NodeSnapshot = {
  nodeId: 'n',
  bootId: 'b',
  seq: 1,
  at: 2,
  controlUrl: 'http://127.0.0.1:1',
  ingestEngine: 'builtin',
  ingestReady: true,
  version: '1.0.0',
  draining: false,
  lanes: [],
  endpoints: NO_ENDPOINTS,
  sessions: [],
};

describe('the control server of a media node', () => {
  const versions: number[] = [];
  const tested: string[] = [];
  const drained: boolean[] = [];
  const opened = Promise.withResolvers<void>();
  const server = new ControlServer({
    host: '127.0.0.1',
    port: 0,
    nodeToken: new Secret('token'),
    mediamtxPath: '/mediamtx/secret',
    opened: opened.promise,
    acceptPlan: (plan) => {
      versions.push(plan.version);
      return plan.version;
    },
    snapshot: () => snapshot,
    testConnection: async ({ destinationId }) => {
      tested.push(destinationId);
      return { outcome: 'busy' };
    },
    answerMediamtx: async ({ action }) => action === 'publish',
    drain: () => drained.push(true),
    answerLane: async ({ path, knows }) =>
      path === '/lanes/report' ? { status: knows(new Secret('lane')) ? 200 : 401 } : null,
    log: pino({ level: 'silent' }),
  });
  let url = '';

  beforeAll(async () => {
    url = `http://127.0.0.1:${await server.start()}`;
  });
  afterAll(() => server.stop());

  const call = (method: string, path: string, body?: unknown, token = 'token') =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  it('lets everybody wait until the node knows what it carries', async () => {
    let answered = false;
    const early = call('GET', MEDIA_CONTROL_PATHS.snapshot).then((answer) => {
      answered = true;
      return answer;
    });
    // Another server answers many requests in the meantime.
    const other = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    for (let asked = 0; asked < 10; asked += 1) await (await fetch(`http://127.0.0.1:${port}`)).text();
    other.close();
    expect(answered).toBe(false);
    opened.resolve();
    expect((await early).status).toBe(200);
  });

  it('takes a plan and answers with the version held', async () => {
    const { plan } = planSession(['rtmp://a.example/app']);
    const response = await call('PUT', MEDIA_CONTROL_PATHS.session(plan.sessionId), plan);
    expect([response.status, await response.json()]).toEqual([200, { version: 1 }]);
  });

  it('gives its snapshot', async () => {
    expect(await (await call('GET', MEDIA_CONTROL_PATHS.snapshot)).json()).toEqual(snapshot);
  });

  it.each(['', 'wrong', 'token2'])('answers nobody who has another token: %j', async (token) => {
    expect((await call('GET', MEDIA_CONTROL_PATHS.snapshot, undefined, token)).status).toBe(401);
    expect((await call('PUT', '/v1/sessions/x', {}, token)).status).toBe(401);
  });

  it('refuses what is no plan, a plan at another address, and bodies that are too long', async () => {
    const { plan } = planSession([]);
    expect((await call('PUT', '/v1/sessions/x', 'not json')).status).toBe(422);
    expect((await call('PUT', '/v1/sessions/x', plan)).status).toBe(422);
    expect((await call('PUT', '/v1/sessions/x', { ...plan, publicId: '../etc' })).status).toBe(422);
    expect((await call('POST', '/mediamtx/secret', 'x'.repeat(70_000))).status).toBe(400);
    expect((await call('GET', '/nothing')).status).toBe(404);
  });

  it('tests a connection for whoever has the token, and nothing that is none', async () => {
    const path = MEDIA_CONTROL_PATHS.connectionTests;
    const test = { destinationId: 'd1', address: 'rtmp://a.example/app', streamKey: 'key' };
    expect((await call('POST', path, test, 'wrong')).status).toBe(401);
    expect((await call('POST', path, { ...test, streamKey: 1 })).status).toBe(422);
    expect((await call('GET', path)).status).toBe(404);
    expect(tested).toEqual([]);
    expect(await (await call('POST', path, test)).json()).toEqual({ outcome: 'busy' });
    expect(tested).toEqual(['d1']);
  });

  it('drains for whoever has the token', async () => {
    expect((await call('POST', MEDIA_CONTROL_PATHS.drain, undefined, 'wrong')).status).toBe(401);
    expect(drained).toEqual([]);
    expect((await call('POST', MEDIA_CONTROL_PATHS.drain)).status).toBe(202);
    expect(drained).toEqual([true]);
  });

  it('lets lanes prove themselves by a secret of their own', async () => {
    expect((await call('POST', '/lanes/report', {}, 'token')).status).toBe(401);
    expect((await call('POST', '/lanes/report', {}, 'lane')).status).toBe(200);
  });

  it('answers MediaMTX at the path that only it knows', async () => {
    const question = { ip: '', password: '', token: '', path: '', protocol: '', query: '' };
    expect((await call('POST', '/mediamtx/secret', { ...question, action: 'publish' }, '')).status).toBe(204);
    expect((await call('POST', '/mediamtx/secret', { ...question, action: 'read' }, '')).status).toBe(401);
    expect((await call('POST', '/mediamtx/guess', { ...question, action: 'publish' }, '')).status).toBe(401);
  });
});

describe('the token of the node', () => {
  it('is made once, however many processes begin at the same time, and is for our user only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neustream-token-'));
    const tokens = await Promise.all([
      ensureNodeToken(folder),
      ensureNodeToken(folder),
      ensureNodeToken(folder),
    ]);
    const file = join(folder, 'media-node.token');
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set([readFileSync(file, 'utf8')]));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});
