import { describe, expect, it } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const PASSWORD = 'canary-password-1';
const WRONG = 'canary-password-wrong';
const NEW_PASSWORD = 'canary-password-2';

const linesOf = ({ logged }: TestServer): Record<string, unknown>[] =>
  logged()
    .split('\n')
    .filter((line) => line.includes('"log":"security"'))
    .map((line) => JSON.parse(line));

const signIn = async (url: string, email: string) => {
  const device = new TestClient(url);
  const answer = await device.call('login', { body: { email, password: PASSWORD } });
  device.token = answer.access_token ?? null;
  device.refreshToken = answer.refresh_token ?? null;
  return device;
};

describe('the security log', () => {
  it('tells each thing once, with request, user and network, and no secret', async () => {
    await using test = await startTestServer({ LOG_LEVEL: 'error' });
    const secrets = [PASSWORD, WRONG, NEW_PASSWORD];
    const keep = ({ token, refreshToken }: TestClient) => secrets.push(token ?? '', refreshToken ?? '');
    const told: string[] = [];
    const tells = async (expected: string[], act: () => Promise<unknown>) => {
      const before = linesOf(test).length;
      await act();
      const events = linesOf(test).slice(before);
      expect(events.map(({ event }) => event)).toEqual(expected);
      told.push(...expected);
    };

    const user = new TestClient(test.url);
    const email = 'canary-address@example.com';
    await tells(['signed-in'], async () =>
      Object.assign(user, await TestClient.register(test.url, PASSWORD, email)),
    );
    keep(user);
    const login = (address: string) => user.try('login', { body: { email: address, password: WRONG } });
    await tells(['sign-in-failed'], () => login(email));
    await tells(['sign-in-failed'], () => login('canary-nobody@example.com'));
    const phone = new TestClient(test.url);
    await tells(['signed-in'], async () => Object.assign(phone, await signIn(test.url, email)));
    keep(phone);
    const stale = { body: { refresh_token: phone.refreshToken ?? '' } };
    await tells([], () => phone.call('refresh', stale));
    await tells(['refresh-token-reused', 'sign-ins-revoked'], () => phone.try('refresh', stale));
    await tells([], () => phone.try('refresh', stale));
    const laptop = await signIn(test.url, email);
    await tells(['sign-ins-revoked'], () =>
      laptop.call('logout', { body: { refresh_token: laptop.refreshToken ?? '' } }),
    );
    await tells([], () => laptop.try('logout', { body: {} }));
    const tablet = await signIn(test.url, email);
    const { devices } = await user.call('devices', {});
    const id = devices.find(({ current }) => !current)?.id ?? '';
    await tells(['sign-ins-revoked'], () => user.call('revokeDevice', { params: { id } }));
    expect((await tablet.try('me', {})).status).toBe(401);
    const change = (current_password: string) =>
      user.try('changePassword', { body: { current_password, new_password: NEW_PASSWORD } });
    await tells(['password-change-failed'], () => change(WRONG));
    await signIn(test.url, email);
    await tells(['password-changed', 'sign-ins-revoked'], () => change(PASSWORD));
    const { source, ingest_key } = await user.call('createSource', { body: { name: 'Main' } });
    secrets.push(ingest_key);
    const rotated: string[] = [];
    await tells(['ingest-key-rotated'], async () => {
      const headers = { 'idempotency-key': 'once' };
      for (let count = 0; count < 2; count += 1) {
        const { body } = await user.try('rotateIngestKey', { params: { id: source.id } }, headers);
        rotated.push((body as unknown as { ingest_key: string }).ingest_key);
      }
    });
    secrets.push(...rotated);
    await tells(['sign-ins-revoked'], () => user.call('signOutEverywhere', { body: {} }));

    const lines = linesOf(test);
    expect(new Set(told).size).toBe(7);
    for (const line of lines) {
      expect(line).toMatchObject({
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        network: '127.0.0.1',
      });
      expect(line.userId === null || /^[0-9a-f-]{36}$/.test(String(line.userId))).toBe(true);
    }
    expect(lines.filter(({ userId }) => userId === null)).toHaveLength(1);
    const text = JSON.stringify(lines);
    for (const secret of [...secrets, 'canary']) expect(text).not.toContain(secret);
  });

  it('is silent when the operator wants silence', async () => {
    await using test = await startTestServer({ LOG_LEVEL: 'silent' });
    await TestClient.register(test.url);
    expect(linesOf(test)).toEqual([]);
  });
});
