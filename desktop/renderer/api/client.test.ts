import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApiClient } from './client.ts';
import { fieldErrors, planLimitOf } from './failure.ts';

interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

let server: Server;
let base: string;
let reply: (request: IncomingMessage) => Reply;
const seen: { method: string | undefined; url: string | undefined; key: string | string[] | undefined }[] =
  [];
const onSignedOut = vi.fn();
const onReachable = vi.fn();

beforeEach(async () => {
  seen.length = 0;
  onSignedOut.mockReset();
  onReachable.mockReset();
  server = createServer((request, response) => {
    seen.push({ method: request.method, url: request.url, key: request.headers['idempotency-key'] });
    const { status, body, headers } = reply(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = () =>
  createApiClient({ fetch: (path, init) => fetch(`${base}${String(path)}`, init), onReachable, onSignedOut });

const user = {
  id: '1',
  email: 'asha@example.com',
  display_name: 'Asha',
  role: 'user',
  email_verified: false,
  created_at: '2026-11-22T10:00:00.000Z',
};
const refusal = (code: string, details?: unknown): Reply['body'] => ({
  error: 'No.',
  code,
  fault: 'user',
  action: 'Do otherwise.',
  details,
});

test('a call that finds the session ended renews it once and is repeated', async () => {
  let renewed = false;
  reply = ({ url }) => {
    if (url === '/api/auth/refresh') {
      renewed = true;
      return { status: 200, body: { user, expires_in: 900 } };
    }
    return renewed ? { status: 200, body: user } : { status: 401, body: refusal('NOT_SIGNED_IN') };
  };
  expect(await client().call('me')).toEqual(user);
  expect(seen.map(({ url }) => url)).toEqual(['/api/auth/me', '/api/auth/refresh', '/api/auth/me']);
  expect(onSignedOut).not.toHaveBeenCalled();
});

test('calls at the same time share one renewal, because a refresh token works once', async () => {
  let renewed = false;
  reply = ({ url }) => {
    if (url === '/api/auth/refresh') {
      renewed = true;
      return { status: 200, body: { user, expires_in: 900 } };
    }
    return renewed ? { status: 200, body: user } : { status: 401, body: refusal('NOT_SIGNED_IN') };
  };
  const api = client();
  await Promise.all([api.call('me'), api.call('me'), api.call('me')]);
  expect(seen.filter(({ url }) => url === '/api/auth/refresh')).toHaveLength(1);
});

test('when renewing fails the page learns that it is signed out', async () => {
  reply = () => ({ status: 401, body: refusal('NOT_SIGNED_IN') });
  await expect(client().call('me')).rejects.toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' });
  expect(onSignedOut).toHaveBeenCalledOnce();
});

test('a wrong password is a failure of its own and renews nothing', async () => {
  reply = () => ({ status: 401, body: refusal('SIGN_IN_FAILED') });
  const attempt = client().call('login', { body: { email: 'asha@example.com', password: 'x' } });
  await expect(attempt).rejects.toMatchObject({ code: 'SIGN_IN_FAILED', action: 'Do otherwise.' });
  expect(seen).toHaveLength(1);
});

test('a repeated creation carries the same key, so that nothing is made twice', async () => {
  let renewed = false;
  reply = ({ url }) => {
    if (url === '/api/auth/refresh') {
      renewed = true;
      return { status: 200, body: { user, expires_in: 900 } };
    }
    return renewed ? { status: 422, body: refusal('VALIDATION_FAILED', { name: 'No.' }) } : { status: 401 };
  };
  const failure = await client()
    .call('createSource', { body: { name: 'x' } })
    .catch((error: unknown) => error);
  const keys = seen.filter(({ url }) => url === '/api/sources').map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(fieldErrors(failure)).toEqual({ name: 'No.' });
});

test('a plan limit can be told with its numbers', async () => {
  const details = { limit_name: 'sources', limit: 1, used: 1, plan: 'free', required_plan: 'pro' };
  reply = () => ({ status: 403, body: refusal('PLAN_LIMIT', details) });
  const failure = await client()
    .call('createSource', { body: { name: 'x' } })
    .catch((error: unknown) => error);
  expect(planLimitOf(failure)).toEqual(details);
});

test('too many calls say when to come back', async () => {
  reply = () => ({ status: 429, body: refusal('TOO_MANY_REQUESTS'), headers: { 'retry-after': '17' } });
  await expect(client().call('listSources')).rejects.toMatchObject({ retryAfterSeconds: 17 });
});

test('a server that is away or answers with something else is told apart from a refusal', async () => {
  reply = () => ({ status: 503, body: 'maintenance' });
  await expect(client().call('plans')).rejects.toMatchObject({ code: 'UNREADABLE', status: 503 });
  expect(onReachable).toHaveBeenLastCalledWith(false);
  reply = () => ({ status: 200, body: { plans: 'none' } });
  await expect(client().call('plans')).rejects.toMatchObject({ code: 'UNREADABLE' });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(client().call('plans')).rejects.toMatchObject({ code: 'OFFLINE', status: 0 });
});

test('parameters are put into the path and the query', async () => {
  reply = () => ({ status: 200, body: { sessions: [], next_cursor: null } });
  await client().call('listSessions', { query: { limit: 5, cursor: 'a b' } });
  expect(seen[0]?.url).toBe('/api/streams/sessions?limit=5&cursor=a+b');
  reply = () => ({ status: 204 });
  expect(await client().call('deleteSource', { params: { id: 'a/b' } })).toBeUndefined();
  expect(seen[1]).toMatchObject({ method: 'DELETE', url: '/api/sources/a%2Fb' });
});
