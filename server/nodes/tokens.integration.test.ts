import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_NODE_PATHS } from '@neustream/shared/contracts/media-control.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rewrap } from '../infra/secrets/rewrap.ts';
import { createVault } from '../infra/secrets/vault.ts';
import { prepareSecrets } from '../secrets.ts';
import type { FakeNode } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { issueToken, nodeOfToken, nodeTokenColumn, revokeNode, tokenOfNode } from './tokens.ts';

const NODE_PROGRAM = fileURLToPath(new URL('../node.ts', import.meta.url));
let dataDir = '';
let test: TestServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'neustream-tokens-'));
  test = await startTestServer({ DATA_DIR: dataDir });
});
afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

async function tokenDeps({ server, config }: TestServer = test) {
  const { keyEncryption } = await prepareSecrets(config);
  return { db: server.db, vault: createVault(keyEncryption), clock: systemClock };
}

/** The API's answer to a snapshot in this node's name, sent with this token. */
async function report(nodeId: string, token: string, url = test.url): Promise<number> {
  const endpoints = { rtmp: null, rtmps: null, srt: null, whip: null, whep: null, hls: null };
  const response = await fetch(url + SERVER_NODE_PATHS.snapshot, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      nodeId,
      bootId: 'b',
      seq: 1,
      at: Date.now(),
      controlUrl: 'http://127.0.0.1:1',
      ingestEngine: 'builtin',
      ingestReady: false,
      version: '2.0.0',
      endpoints,
      sessions: [],
    }),
  });
  await response.body?.cancel();
  return response.status;
}

/** Runs the program as `npm run node` does. */
const nodeProgram = (...words: string[]) =>
  new Promise<{ failed: boolean; said: string }>((resolve) => {
    const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error' };
    execFile(process.execPath, [NODE_PROGRAM, ...words], { env }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, said: `${stdout}${stderr}` }),
    );
  });
const tokenIn = (said: string) => /MEDIA_NODE_TOKEN=(\S+)/.exec(said)?.[1] ?? '';

describe('the token of a media node', () => {
  it('lets it speak for itself and for no other node', async () => {
    const [one, other] = [await test.startNode(), await test.startNode()];
    const body = {
      nodeId: other.id,
      publicId: 'abcdef',
      keyHash: '0'.repeat(64),
      protocol: 'rtmp',
      address: '::1',
    };
    const asked = await one.post(SERVER_NODE_PATHS.publish, JSON.stringify(body));
    expect(asked).toMatchObject({ status: 403, answer: { code: 'NOT_THIS_NODE' } });
    const own = await one.post(SERVER_NODE_PATHS.publish, JSON.stringify({ ...body, nodeId: one.id }));
    expect(own).toMatchObject({ status: 200, answer: { allowed: false, code: 'KEY_UNKNOWN' } });
    const token = (await tokenOfNode(await tokenDeps(), one.id))?.reveal() ?? '';
    expect(await report(other.id, token)).toBe(403);
    expect(await report(one.id, 'x'.repeat(64))).toBe(401);
    expect(await report(one.id, '')).toBe(401);
  });

  it('is what the API shows that node, and no other', async () => {
    const user = await TestClient.register(test.url);
    const nodes = [await test.startNode(), await test.startNode()];
    const planned = async (node: FakeNode) => {
      await node.snapshot();
      const { sourceId } = await user.sourceWith(1);
      const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
      // A node accepts plans only with its own token.
      await vi.waitFor(() => expect(nodes.map((one) => one.plan(session.id)?.version ?? null)).toContain(1));
    };
    for (const node of nodes) await planned(node);
  });

  it('is stored encrypted and hashed, and follows a change of the key', async () => {
    const deps = await tokenDeps();
    const token = await issueToken(deps, 'sealed-1');
    const stored = JSON.stringify(await deps.db('media_node_tokens').where({ node_id: 'sealed-1' }));
    expect(stored).not.toContain(token.reveal());
    const { keyEncryption } = await prepareSecrets(test.config);
    const next = new Secret(randomBytes(32).toString('base64'));
    const rotating = createVault({ current: next, previous: keyEncryption.current });
    expect(await nodeOfToken({ ...deps, vault: rotating }, token)).toBe('sealed-1');
    await rewrap({ db: deps.db, vault: rotating }, [nodeTokenColumn(rotating)]);
    const after = { ...deps, vault: createVault({ current: next, previous: null }) };
    expect(await nodeOfToken(after, token)).toBe('sealed-1');
    expect((await tokenOfNode(after, 'sealed-1'))?.reveal()).toBe(token.reveal());
    const back = createVault({ current: keyEncryption.current, previous: next });
    await rewrap({ db: deps.db, vault: back }, [nodeTokenColumn(back)]);
  });

  it('works until the node first shows the one that replaces it', async () => {
    const deps = await tokenDeps();
    const first = await issueToken(deps, 'turning');
    expect(await report('turning', first.reveal())).toBe(200);
    const abandoned = await issueToken(deps, 'turning');
    const second = await issueToken(deps, 'turning');
    expect(await report('turning', first.reveal())).toBe(200);
    expect((await tokenOfNode(deps, 'turning'))?.reveal()).toBe(first.reveal());
    expect(await report('turning', abandoned.reveal())).toBe(401);
    expect(await report('turning', second.reveal())).toBe(200);
    expect((await tokenOfNode(deps, 'turning'))?.reveal()).toBe(second.reveal());
    expect(await report('turning', first.reveal())).toBe(401);
  });

  it('is worth nothing at once when it is revoked: the node is not believed, sent no plan and given no session', async () => {
    await using alone = await startTestServer();
    const user = await TestClient.register(alone.url);
    const node = await alone.startNode();
    const { sourceId } = await user.sourceWith(1);
    await user.call('goLive', { params: { sourceId }, body: {} });
    await vi.waitFor(() => expect(node.received).toHaveLength(1));
    const deps = await tokenDeps(alone);
    const token = (await tokenOfNode(deps, node.id))?.reveal() ?? '';
    expect(await revokeNode(deps, node.id)).toBe(1);
    expect(await report(node.id, token, alone.url)).toBe(401);
    const other = await user.sourceWith(1);
    const refused = await user.try('goLive', { params: { sourceId: other.sourceId }, body: {} });
    expect(refused.status).toBe(503);
    await user.call('endLive', { params: { sourceId } });
    expect(node.received).toHaveLength(1);
  });
});

describe('the media node that is set up together with the API', () => {
  const own = async (settings: Record<string, string>, nodeId: string) => {
    await using alone = await startTestServer(settings);
    const { mediaNodeToken } = await prepareSecrets(alone.config);
    return await report(nodeId, mediaNodeToken.reveal(), alone.url);
  };

  it('is let in by the token in the data folder they share, under its name', async () => {
    expect(await own({}, 'local')).toBe(200);
    expect(await own({ MEDIA_NODE_ID: 'studio-1' }, 'studio-1')).toBe(200);
    expect(await own({ MEDIA_NODE_ID: 'studio-1' }, 'local')).toBe(403);
  });

  it('is let in by a token that both are given', async () => {
    const token = randomBytes(32).toString('hex');
    expect(await own({ MEDIA_NODE_TOKEN: token }, 'local')).toBe(200);
    expect(await own({ MEDIA_NODE_TOKEN: token, MEDIA_NODE_ID: 'eu-1' }, 'eu-1')).toBe(200);
  });

  it('goes on under its name in an installation from before tokens were a node’s own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'neustream-earlier-'));
    const token = randomBytes(32).toString('hex');
    const settings = { DATA_DIR: folder, MEDIA_NODE_TOKEN: token };
    {
      await using before = await startTestServer(settings);
      await before.server.db('media_node_tokens').delete();
      await before.server.db('media_nodes').insert({
        id: 'eu-1',
        boot_id: 'b',
        seq: 0,
        reported_at: new Date(0),
        heartbeat_at: new Date(0),
        control_url: 'http://127.0.0.1:1',
        ingest_engine: 'builtin',
        ingest_ready: true,
        endpoints: '{}',
      });
    }
    {
      await using after = await startTestServer(settings);
      expect(await report('eu-1', token, after.url)).toBe(200);
      expect(await report('local', token, after.url)).toBe(403);
      await revokeNode(await tokenDeps(after), 'eu-1');
    }
    await using again = await startTestServer(settings);
    expect(await report('eu-1', token, again.url)).toBe(401);
    expect(again.logged()).toContain('was revoked or replaced, so no media node can use it');
    await again[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
});

describe('npm run node, beside a running API', () => {
  it('adds, lists, rotates and revokes', async () => {
    const added = await nodeProgram('add', 'eu-2');
    expect(added).toEqual({ failed: false, said: expect.stringContaining('MEDIA_NODE_ID=eu-2') });
    const first = tokenIn(added.said);
    expect((await nodeProgram('list')).said).toMatch(/^eu-2 +issued, not used yet +never$/m);
    expect(await report('eu-2', first)).toBe(200);
    expect((await nodeProgram('list')).said).toMatch(/^eu-2 +in use +\d+ s ago +2\.0\.0$/m);
    const again = await nodeProgram('add', 'eu-2');
    expect(again).toEqual({ failed: true, said: expect.stringContaining('eu-2 already has a token') });
    const second = tokenIn((await nodeProgram('rotate', 'eu-2')).said);
    expect((await nodeProgram('list')).said).toMatch(/^eu-2 +in use, and a new one has been issued/m);
    expect(await report('eu-2', second)).toBe(200);
    expect(await report('eu-2', first)).toBe(401);
    expect((await nodeProgram('revoke', 'eu-2')).said).toContain('eu-2 is locked out');
    expect(await report('eu-2', second)).toBe(401);
    expect((await nodeProgram('list')).said).toMatch(/^eu-2 +none: locked out/m);
    expect((await test.server.db.raw('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('shows what a node runs, and tells it to take nothing new', async () => {
    const node = await test.startNode();
    const lane = { id: 'a', state: 'running' as const, version: '2.0.0', pid: 1 };
    const lanes = [
      { ...lane, sessions: 3, load: 0.5 },
      { ...lane, id: 'b', sessions: 1, load: 0.1 },
    ];
    await node.snapshot({ version: '2.0.0', lanes });
    const drained = await nodeProgram('drain', node.id);
    expect(drained).toEqual({
      failed: false,
      said: expect.stringContaining(`${node.id} takes no new sessions`),
    });
    await node.snapshot({ version: '2.0.0', lanes });
    const row = new RegExp(`^${node.id} +in use +\\d+ s ago +2\\.0\\.0 +2 +4 +30 % +draining$`, 'm');
    expect((await nodeProgram('list')).said).toMatch(row);
    expect(await nodeProgram('drain', 'turning')).toEqual({
      failed: true,
      said: expect.stringContaining('turning does not answer at http://127.0.0.1:1'),
    });
  });

  it('gives the node of this data folder its new token there', async () => {
    const file = join(dataDir, 'media-node.token');
    const before = await readFile(file, 'utf8');
    expect(await report('local', before)).toBe(200);
    const { said } = await nodeProgram('rotate', 'local');
    expect(said).toContain('local has a new token in the data folder');
    const after = await readFile(file, 'utf8');
    expect(said).not.toContain(after);
    expect(await report('local', after)).toBe(200);
    expect(await report('local', before)).toBe(401);
  });

  it.each([
    [[], 'Use one of: add NAME, rotate NAME, revoke NAME, drain NAME, list.'],
    [['add'], 'Use one of'],
    [['add', '../etc'], '../etc cannot be the name of a media node.'],
    [['rotate', 'nobody'], 'No media node called nobody has a token.'],
    [['drain', 'nobody'], 'No media node called nobody has a token.'],
  ])('says in a sentence what is wrong with %j', async (words, sentence) => {
    expect(await nodeProgram(...words)).toEqual({ failed: true, said: expect.stringContaining(sentence) });
  });
});
