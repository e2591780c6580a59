import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'staple correct horse';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test[Symbol.asyncDispose]());

/** Another device of the same user. */
const signIn = async ({ email }: TestClient, password = PASSWORD) => {
  const device = new TestClient(test.url);
  const answer = await device.call('login', { body: { email, password } });
  device.token = answer.access_token ?? null;
  device.refreshToken = answer.refresh_token ?? null;
  return device;
};
const isSignedIn = async (device: TestClient) => (await device.try('me', {})).status === 200;
const refreshed = ({ refreshToken }: TestClient) =>
  new TestClient(test.url).try('refresh', { body: { refresh_token: refreshToken ?? '' } });
const tokensOf = ({ body }: Awaited<ReturnType<typeof refreshed>>) =>
  body as { access_token?: string; refresh_token?: string };

const openSocket = async ({ token }: TestClient): Promise<Socket> => {
  const options = { transports: ['websocket'], reconnection: false, forceNew: true };
  const socket = io(test.url, { ...options, auth: { token } });
  await vi.waitFor(() => expect(socket.connected).toBe(true));
  return socket;
};
/** A second is as long as people can be expected to wait. */
const closes = (socket: Socket) => vi.waitFor(() => expect(socket.connected).toBe(false), 1_000);

describe('a profile', () => {
  it('gets the name that its owner gives it', async () => {
    const user = await TestClient.register(test.url);
    const changed = await user.call('updateMe', { body: { display_name: '  Ada Lovelace ' } });
    expect(changed).toEqual({ ...(await user.call('me', {})), display_name: 'Ada Lovelace' });
  });

  it('does not go without a name', async () => {
    const user = await TestClient.register(test.url);
    const answer = await user.try('updateMe', { body: { display_name: ' ' } });
    expect([answer.status, answer.body.details]).toEqual([422, { display_name: 'Enter your name.' }]);
  });
});

describe('changing the password', () => {
  it('leaves the old one worth nothing', async () => {
    const user = await TestClient.register(test.url);
    await user.call('changePassword', { body: { current_password: PASSWORD, new_password: NEW_PASSWORD } });
    const body = { email: user.email, password: PASSWORD };
    expect((await new TestClient(test.url).try('login', { body })).status).toBe(401);
    expect(await isSignedIn(await signIn(user, NEW_PASSWORD))).toBe(true);
  });

  it('signs the other devices out and closes their sockets, and leaves this one alone', async () => {
    const user = await TestClient.register(test.url);
    const other = await signIn(user);
    const [socket, othersSocket] = [await openSocket(user), await openSocket(other)];
    await user.call('changePassword', { body: { current_password: PASSWORD, new_password: NEW_PASSWORD } });
    await closes(othersSocket);
    expect(socket.connected).toBe(true);
    socket.close();
    expect([await isSignedIn(user), await isSignedIn(other)]).toEqual([true, false]);
    expect((await refreshed(user)).status).toBe(200);
    expect((await refreshed(other)).status).toBe(401);
  });

  it.each([
    ['a wrong current one', 'wrong wrong wrong', NEW_PASSWORD, 'current_password'],
    ['a new one that is the current one', PASSWORD, PASSWORD, 'new_password'],
    ['a new one that registering would refuse', PASSWORD, 'short', 'new_password'],
  ])('is refused with %s', async (_name, current_password, new_password, field) => {
    const user = await TestClient.register(test.url);
    const other = await signIn(user);
    const answer = await user.try('changePassword', { body: { current_password, new_password } });
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.details as object)).toEqual([field]);
    expect(await isSignedIn(other)).toBe(true);
  });

  it('is done once when two devices do it at the same moment', async () => {
    const user = await TestClient.register(test.url);
    const other = await signIn(user);
    const change = (device: TestClient, word: string) =>
      device.try('changePassword', {
        body: { current_password: PASSWORD, new_password: `${word} ${PASSWORD}` },
      });
    const answers = await Promise.all([change(user, 'one'), change(other, 'two')]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect([await isSignedIn(user), await isSignedIn(other)].sort()).toEqual([false, true]);
  });

  it('leaves nobody signed in who gave the old one at that moment', async () => {
    const user = await TestClient.register(test.url);
    const body = { email: user.email, password: PASSWORD };
    const change = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    const [, ...late] = await Promise.all([
      user.call('changePassword', { body: change }),
      ...Array.from({ length: 12 }, () => new TestClient(test.url).try('login', { body })),
    ]);
    for (const answer of late) {
      const device = new TestClient(test.url);
      device.token = tokensOf(answer).access_token ?? 'none';
      expect(await isSignedIn(device)).toBe(false);
    }
  });
});

describe('signing out everywhere', () => {
  it('ends every sign-in and closes every socket, this one’s too', async () => {
    const user = await TestClient.register(test.url);
    const devices = [user, await signIn(user), await signIn(user)];
    const sockets = await Promise.all(devices.map(openSocket));
    expect(await user.call('signOutEverywhere', { body: {} })).toEqual({ signed_out: 3 });
    await Promise.all(sockets.map(closes));
    expect(await Promise.all(devices.map(isSignedIn))).toEqual([false, false, false]);
    expect(await isSignedIn(await signIn(user))).toBe(true);
  });

  it('may spare the device that asks', async () => {
    const user = await TestClient.register(test.url);
    const stranger = await TestClient.register(test.url);
    const other = await signIn(user);
    expect(await user.call('signOutEverywhere', { body: { keep_this_device: true } })).toEqual({
      signed_out: 1,
    });
    expect(await Promise.all([user, other, stranger].map(isSignedIn))).toEqual([true, false, true]);
  });

  it('takes the cookies of the page that asks', async () => {
    const { email } = await TestClient.register(test.url);
    const headers = { 'content-type': 'application/json', origin: test.url };
    const post = (path: string, body: object, cookie = '') =>
      fetch(new URL(path, test.url), {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify(body),
      });
    const signedIn = await post('/api/auth/login', { email, password: PASSWORD });
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
    const answer = await post('/api/auth/sign-out-everywhere', {}, cookie.join('; '));
    expect(
      answer.headers.getSetCookie().filter((line) => /^neustream_(access|refresh)=;/.test(line)),
    ).toHaveLength(2);
  });

  it('leaves no live token, whatever is refreshed at that moment', async () => {
    const storm = {
      devices: fc.integer({ min: 1, max: 5 }),
      rounds: fc.integer({ min: 1, max: 4 }),
      keep: fc.boolean(),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(storm), async ({ devices, rounds, keep }) => {
        const user = await TestClient.register(test.url);
        const others = await Promise.all(Array.from({ length: devices }, () => signIn(user)));
        const refreshing = others.map((device) => refreshOn(device, rounds));
        const [, ...issued] = await Promise.all([
          user.call('signOutEverywhere', { body: { keep_this_device: keep } }),
          ...refreshing,
        ]);
        for (const device of [...others, ...issued.flat()]) {
          expect(await isSignedIn(device)).toBe(false);
          expect((await refreshed(device)).status).toBe(401);
        }
        expect(await isSignedIn(user)).toBe(keep);
      }),
      { numRuns: 15 },
    );
  });
});

/** Refreshes one after another, and returns each pair of tokens it received. */
async function refreshOn(device: TestClient, rounds: number): Promise<TestClient[]> {
  const answer = tokensOf(await refreshed(device));
  if (answer.access_token === undefined || rounds === 0) return [];
  const next = new TestClient(test.url);
  next.token = answer.access_token;
  next.refreshToken = answer.refresh_token ?? null;
  return [next, ...(await refreshOn(next, rounds - 1))];
}
