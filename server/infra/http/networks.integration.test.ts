import { createHash } from 'node:crypto';
import { SERVER_NODE_PATHS } from '@neustream/shared/contracts/media-control.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueToken } from '../../nodes/public.ts';
import { prepareSecrets } from '../../secrets.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { createVault } from '../secrets/vault.ts';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ RATE_LIMIT_FACTOR: '1', TRUST_PROXY: '1' });
});
afterAll(() => test[Symbol.asyncDispose]());

const ask = async (path: string, address: string, body?: object, more: Record<string, string> = {}) => {
  const headers = { ...more, 'x-forwarded-for': address, 'content-type': 'application/json' };
  const post = { method: 'POST', body: JSON.stringify(body) };
  return await fetch(new URL(path, test.url), body ? { headers, ...post } : { headers });
};
async function tokenDeps() {
  const { keyEncryption } = await prepareSecrets(test.config);
  return { db: test.server.db, vault: createVault(keyEncryption), clock: systemClock };
}
/** Uses up a try and opens no account. */
const register = async (address: string) => (await ask('/api/auth/register', address, {})).status;
const registerFrom = async (addresses: string[]) => {
  const statuses = [];
  for (const address of addresses) statuses.push(await register(address));
  return statuses;
};
const numbered = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index + 1));

describe('a limit per address', () => {
  it('counts all addresses of an IPv6 host as one', async () => {
    const tries = await registerFrom(numbered(6, (index) => `2001:db8:1:1::${index}`));
    expect(tries).toEqual([422, 422, 422, 422, 422, 429]);
    expect(await register('2001:db8:1:2::1')).toBe(422);
  });

  it('counts the /48 around an IPv6 host too, ten times as slowly', async () => {
    const hosts = numbered(10, (index) => `2001:db8:2:${index}::`);
    const tries = await registerFrom(hosts.flatMap((host) => numbered(5, (index) => `${host}${index}`)));
    expect(new Set(tries)).toEqual(new Set([422]));
    expect(await register('2001:db8:2:ffff::1')).toBe(429);
    expect(await register('2001:db8:3:1::1')).toBe(422);
  });

  it('counts an IPv4 address mapped into IPv6 as the IPv4 address', async () => {
    const mapped = numbered(5, () => '::ffff:203.0.113.7');
    expect(await registerFrom([...mapped, '203.0.113.7'])).toEqual([422, 422, 422, 422, 422, 429]);
    expect(await register('::ffff:203.0.113.8')).toBe(422);
  });

  it('holds for every call of those who are not signed in', async () => {
    const addresses = numbered(101, (index) => `2001:db8:4:1::${index.toString(16)}`);
    const answers = await Promise.all(addresses.map((address) => ask('/api/platforms', address)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it('holds for guesses of media nodes’ tokens, and keeps no node out', async () => {
    const guess = (token: string, address: string) =>
      ask(SERVER_NODE_PATHS.publish, address, {}, { authorization: `Bearer ${token}` });
    const statuses = await Promise.all(
      numbered(21, () => '203.0.113.9').map(async (address) => (await guess('x'.repeat(64), address)).status),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    const token = await issueToken(await tokenDeps(), 'beside-a-stranger');
    expect((await guess(token.reveal(), '203.0.113.9')).status).toBe(422);
    expect((await guess('x'.repeat(64), '203.0.113.10')).status).toBe(401);
  });

  it('holds for guesses of ingest keys, by login too', async () => {
    const node = await test.startNode();
    const keyHash = createHash('sha256').update('guess').digest('hex');
    const login = { user: 'nobody', salt: '', challenge: '', clientChallenge: '', response: 'guess' };
    const guess = (address: string) => node.publish('nobody', keyHash, address);
    const logIn = (address: string) => node.publish('nobody', login, address);
    for (const address of numbered(10, (index) => `2001:db8:5:1::${index}`)) {
      expect(await guess(address)).toMatchObject({ code: 'KEY_UNKNOWN' });
      expect(await logIn(address)).toMatchObject({ code: 'KEY_UNKNOWN' });
    }
    expect(await guess('2001:db8:5:1::ffff')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await guess('2001:db8:5:2::1')).toMatchObject({ code: 'KEY_UNKNOWN' });
  });
});
