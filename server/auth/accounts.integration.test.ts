import { NODE_ROUTES } from '@neustream/shared/contracts/node-http.ts';
import type { Route } from '@neustream/shared/contracts/route.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FakeNode } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(path, test.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const registration = (email: string) => ({ email, password: 'correct horse battery', display_name: 'Ada' });

describe('an account', () => {
  it('is opened once per address, whatever its case, also by two requests at once', async () => {
    const answers = await Promise.all(
      ['ada@example.com', 'ADA@example.com'].map((email) => post('/api/auth/register', registration(email))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('says field by field what is wrong with what was typed', async () => {
    const answer = await post('/api/auth/register', {
      email: 'x',
      password: 'short',
      display_name: 'n'.repeat(10_000),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { email: 'This is not an e-mail address.', password: 'Use at least 10 characters.' },
    });
  });

  it('answers an unknown address and a wrong password with the same bytes', async () => {
    const { email } = await TestClient.register(test.url);
    const bodies = await Promise.all(
      [email, 'nobody@example.com'].map(async (address) => {
        const answer = await post('/api/auth/login', { email: address, password: 'wrong wrong wrong' });
        expect(answer.status).toBe(401);
        const { request_id: _, ...body } = (await answer.json()) as Record<string, unknown>;
        return body;
      }),
    );
    expect(bodies[0]).toEqual(bodies[1]);
  });
});

describe('refreshing', () => {
  it('rotates the token; using the old one again revokes the sign-in and closes its sockets', async () => {
    const user = await TestClient.register(test.url);
    const first = user.refreshToken ?? '';
    const socket = io(test.url, {
      auth: { token: user.token },
      transports: ['websocket'],
      reconnection: false,
    });
    const closed = vi.fn();
    socket.on('disconnect', closed);
    await vi.waitFor(() => expect(socket.connected).toBe(true));
    const second = await user.call('refresh', { body: { refresh_token: first } });
    expect(second.refresh_token).not.toBe(first);
    expect((await user.try('refresh', { body: { refresh_token: first } })).status).toBe(401);
    await vi.waitFor(() => expect(closed).toHaveBeenCalled(), 1_000);
    expect((await user.try('refresh', { body: { refresh_token: second.refresh_token } })).status).toBe(401);
    expect((await user.try('me', {})).status).toBe(401);
  });

  it('at the very moment of signing out leaves nobody signed in', async () => {
    const users = await Promise.all(Array.from({ length: 12 }, () => TestClient.register(test.url)));
    await Promise.all(
      users.map(async (user) => {
        const body = { refresh_token: user.refreshToken ?? '' };
        const [refreshed] = await Promise.all([
          user.try('refresh', { body }),
          user.try('logout', { body: {} }),
        ]);
        expect((await user.try('me', {})).status).toBe(401);
        const again = refreshed.body as { refresh_token?: string };
        if (again.refresh_token === undefined) return;
        const late = await user.try('refresh', { body: { refresh_token: again.refresh_token } });
        expect(late.status).toBe(401);
      }),
    );
  });

  it('with a cookie that was exchanged before goes on for the other tabs, but not for ever', async () => {
    let now = Date.now();
    await using timed = await startTestServer({}, { clock: () => now });
    const url = (path: string) => new URL(path, timed.url);
    const headers = { 'content-type': 'application/json', origin: timed.url };
    const body = JSON.stringify(registration('tabs@example.com'));
    const signedIn = await fetch(url('/api/auth/register'), { method: 'POST', headers, body });
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
    const exchange = async () => {
      const sent = { ...headers, cookie: cookie.join('; ') };
      return (await fetch(url('/api/auth/refresh'), { method: 'POST', headers: sent, body: '{}' })).status;
    };
    const answers = [];
    for (const later of [0, 6_000, 6_000]) {
      now += later;
      answers.push(await exchange());
    }
    expect(answers).toEqual([200, 200, 401]);
  });

  it('lists devices and signs one of them out', async () => {
    const user = await TestClient.register(test.url);
    const body = { email: user.email, password: 'correct horse battery' };
    const phone = new TestClient(test.url);
    phone.token = (await phone.call('login', { body })).access_token ?? null;
    const { devices } = await user.call('devices', {});
    expect(devices.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = devices.find(({ current }) => !current);
    await user.call('revokeDevice', { params: { id: other?.id ?? '' } });
    expect((await phone.try('me', {})).status).toBe(401);
    expect((await user.try('me', {})).status).toBe(200);
  });
});

describe('pages', () => {
  const signIn = async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const answer = await post('/api/auth/register', registration(email), { origin: test.url });
    const cookies = answer.headers.getSetCookie();
    return { answer, cookies, cookie: cookies.map((line) => line.split(';')[0]).join('; ') };
  };

  it('get tokens in cookies that scripts cannot read, and not in the body', async () => {
    const { answer, cookies } = await signIn();
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(Object.keys((await answer.json()) as object).sort()).toEqual(['expires_in', 'user']);
  });

  it.each([
    ['of another origin', { origin: 'https://evil.example' }, 403],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['of no known origin', {}, 403],
    ['of their own', { origin: 'own' }, 201],
  ])('may change things with a cookie only themselves: a request %s', async (_name, headers, status) => {
    const { cookie } = await signIn();
    const own = 'origin' in headers && headers.origin === 'own' ? { origin: test.url } : headers;
    const answer = await post('/api/sources', { name: 'Main' }, { cookie, ...own });
    expect(answer.status).toBe(status);
  });

  it('of an origin that the operator allowed may call the API, of no other', async () => {
    const allowed = 'https://studio.example';
    await using open = await startTestServer({ ALLOWED_ORIGINS: allowed });
    const ask = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const answer = await fetch(new URL('/api/sources', open.url), { method: 'OPTIONS', headers });
      return answer.headers.get('access-control-allow-origin');
    };
    expect(await ask(allowed)).toBe(allowed);
    expect(await ask('https://evil.example')).toBeNull();
  });

  it('open sockets from their own origin only', async () => {
    const { cookie } = await signIn();
    const connect = (origin: string) =>
      new Promise<string>((resolve) => {
        const extraHeaders = { cookie, origin };
        const socket = io(test.url, { extraHeaders, transports: ['websocket'], reconnection: false });
        socket.on('connect', () => resolve('open'));
        socket.on('connect_error', () => resolve('refused'));
      });
    expect(await connect(test.url)).toBe('open');
    expect(await connect('https://evil.example')).toBe('refused');
  });
});

describe('every route', () => {
  const named = Object.entries(SERVER_ROUTES) as [keyof typeof SERVER_ROUTES, Route][];
  const closed = named.filter(([, route]) => route.access !== 'public');

  it.each(closed)('%s needs a signed-in user', async (_name, route) => {
    const path = route.path.replace(/:\w+/g, crypto.randomUUID());
    const answer = await fetch(new URL(path, test.url), { method: route.method.toUpperCase() });
    expect(answer.status).toBe(401);
  });

  it.each(Object.values(NODE_ROUTES))('of media nodes needs their token: $path', async ({ path }) => {
    const user = await TestClient.register(test.url);
    for (const token of ['wrong', user.token ?? '']) {
      expect((await post(path, {}, { authorization: `Bearer ${token}` })).status).toBe(401);
    }
  });

  it('answers 404 to a stranger’s ids, as if there were nothing', async () => {
    await node.snapshot();
    const owner = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await owner.sourceWith(1);
    const { session } = await owner.call('goLive', { params: { sourceId }, body: {} });
    const stranger = await TestClient.register(test.url);
    const before = await owner.call('getSession', { params: { id: session.id } });
    for (const [name, route] of closed.filter(([, { path }]) => path.includes('/:'))) {
      for (const id of [sourceId, session.id, destinationIds[0], crypto.randomUUID()]) {
        const params = { id, sourceId: id, destinationId: destinationIds[0], revision: 1 };
        const body = route.body
          ? { name: 'x', title: 'x', limit: null, bitrate: 1, frame_rate: 1, ...DESTINATION }
          : undefined;
        const call = { params, ...(body ? { body } : {}) } as never;
        expect(`${name} ${(await stranger.try(name, call)).status}`).toBe(`${name} 404`);
      }
    }
    const after = await owner.call('getSession', { params: { id: session.id } });
    const untimed = { version: 0, as_of: '', node_reachable: true };
    expect({ ...after, ...untimed }).toEqual({ ...before, ...untimed });
  });
});

const DESTINATION = { platform: 'custom', rtmp_url: 'rtmp://127.0.0.1/live', stream_key: 'k' };

describe('a request', () => {
  it('repeated with the same Idempotency-Key is done once and answered alike', async () => {
    const user = await TestClient.register(test.url);
    const key = { 'idempotency-key': crypto.randomUUID() };
    const create = () => user.try('createSource', { body: { name: 'Main' } }, key);
    const first = await create();
    const again = await create();
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await user.call('listSources', {})).sources).toHaveLength(1);
    const other = await user.try('createSource', { body: { name: 'Other' } }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('that is no JSON, too large or of an unknown address gets a clear error', async () => {
    const user = await TestClient.register(test.url);
    const send = (path: string, body: string) =>
      fetch(new URL(path, test.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${user.token}` },
        body,
      });
    expect((await send('/api/sources', '{')).status).toBe(400);
    expect((await send('/api/sources', '[]')).status).toBe(400);
    expect((await send('/api/sources', JSON.stringify({ name: 'n'.repeat(2_000_000) }))).status).toBe(413);
    expect((await send('/api/nothing', '{}')).status).toBe(404);
    expect((await send('/api/sources', '{"name":"a\\u0000b"}')).status).toBe(422);
    expect((await send('/api/sources', '{"name":"\\ud83d"}')).status).toBe(422);
    expect((await send('/api/sources', JSON.stringify({ name: 'n'.repeat(10_000) }))).status).toBe(422);
    const nested = `{"name":1,"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect((await send('/api/sources', nested)).status).toBe(422);
    expect((await fetch(new URL('/assets/gone.js', test.url))).status).toBe(404);
  });

  it('is read only of those who may call', async () => {
    const large = JSON.stringify({ name: 'n'.repeat(2_000_000) });
    expect((await post('/api/sources', large)).status).toBe(401);
    expect((await post('/internal/media/snapshot', large, { authorization: 'Bearer wrong' })).status).toBe(
      401,
    );
  });
});
