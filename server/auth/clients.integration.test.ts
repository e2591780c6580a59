import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test[Symbol.asyncDispose]());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(path, test.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const register = (headers: Record<string, string> = {}) => {
  const email = `${crypto.randomUUID()}@example.com`;
  return post(
    '/api/auth/register',
    { email, password: 'correct horse battery', display_name: 'Ada' },
    headers,
  );
};
const bodyOf = async (answer: Response) => (await answer.json()) as Record<string, string>;
const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

describe('a client that is no page', () => {
  it('gets its tokens in the answer without asking for them, also under the one name `token`', async () => {
    const registered = await bodyOf(await register());
    expect(registered.token).toBe(registered.access_token);
    const me = (token = '') =>
      fetch(new URL('/api/auth/me', test.url), { headers: { authorization: `Bearer ${token}` } });
    expect((await me(registered.token)).status).toBe(200);
    const { refresh_token } = registered;
    const refreshed = await bodyOf(await post('/api/auth/refresh', { refresh_token }));
    expect((await me(refreshed.token)).status).toBe(200);
    expect(refreshed.refresh_token).not.toBe(refresh_token);
  });

  it('that asks with X-Client gets no cookies', async () => {
    const answer = await register({ 'x-client': 'api' });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await bodyOf(answer)).token).toMatch(/^ey/);
  });
});

describe('a page', () => {
  it.each([
    ['Origin', () => ({ origin: test.url })],
    ['Sec-Fetch-Site', () => ({ 'sec-fetch-site': 'same-origin' })],
  ])('that names itself by %s never gets a token where scripts can read it', async (_name, headers) => {
    const answer = await register(headers());
    expect(Object.keys(await bodyOf(answer)).sort()).toEqual(['expires_in', 'user']);
    const names = answer.headers.getSetCookie().map((line) => line.split('=')[0]);
    expect(names).toEqual(['neustream_access', 'neustream_refresh', 'neustream_device']);
  });

  it('gets what it had in cookies in cookies again, also for a script that asks for the tokens', async () => {
    const cookie = cookieOf(await register({ origin: test.url }));
    const asked = { cookie, origin: test.url, 'x-client': 'api' };
    const refreshed = await post('/api/auth/refresh', {}, asked);
    expect(Object.keys(await bodyOf(refreshed)).sort()).toEqual(['expires_in', 'user']);
    const names = refreshed.headers.getSetCookie().map((line) => line.split('=')[0]);
    expect(names).toEqual(['neustream_access', 'neustream_refresh']);
  });

  it.each([
    ['/api/sources', { name: 'Main' }],
    ['/api/auth/refresh', {}],
    ['/api/auth/logout', {}],
  ])('of others cannot use the cookies by adding a junk Authorization: %s', async (path, body) => {
    const cookie = cookieOf(await register({ origin: test.url }));
    const foreign = { cookie, origin: 'https://evil.example', authorization: 'Bearer junk' };
    const refused = await post(path, body, foreign);
    expect([refused.status, (await bodyOf(refused)).code]).toEqual([403, 'WRONG_ORIGIN']);
    expect(refused.headers.getSetCookie()).toEqual([]);
    const own = await post('/api/auth/refresh', {}, { cookie, origin: test.url });
    expect(own.status).toBe(200);
  });

  it('of others cannot use the cookies beside a token of its own either', async () => {
    const { token = '' } = await bodyOf(await register());
    const cookie = cookieOf(await register({ origin: test.url }));
    const foreign = { cookie, origin: 'https://evil.example', authorization: `Bearer ${token}` };
    expect((await post('/api/auth/refresh', {}, foreign)).status).toBe(401);
    expect((await post('/api/auth/refresh', {}, { cookie, origin: test.url })).status).toBe(200);
  });
});
