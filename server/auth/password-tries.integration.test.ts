import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'staple correct horse';
const WRONG = 'wrong wrong wrong';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ RATE_LIMIT_FACTOR: '1', TRUST_PROXY: '1' });
});
afterAll(() => test[Symbol.asyncDispose]());

/** An address that nothing else in these tests uses. */
let addresses = 0;
const newAddress = () => {
  addresses += 1;
  return `198.18.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
};

interface Attempt {
  email: string;
  password?: string;
  address?: string;
  device?: string | undefined;
}

const login = ({ email, password = PASSWORD, address = newAddress(), device }: Attempt) => {
  const body = { email, password, ...(device === undefined ? {} : { device_token: device }) };
  return new TestClient(test.url).try('login', { body }, { 'x-forwarded-for': address });
};
type Answer = Awaited<ReturnType<typeof login>>;
const deviceOf = ({ body }: Answer) => (body as { device_token?: string }).device_token ?? '';
const clientOf = ({ body }: Answer) => {
  const client = new TestClient(test.url);
  client.token = (body as { access_token?: string }).access_token ?? null;
  return client;
};

/** Guesses until no tries are left, from as many addresses as that takes. Returns how many guesses were answered. */
const exhaust = async (email: string, device?: string): Promise<Answer[]> => {
  const answers: Answer[] = [];
  while (answers.at(-1)?.status !== 429 && answers.length < 100) {
    const address = newAddress();
    const five = Array.from({ length: 5 }, () => login({ email, password: WRONG, address, device }));
    answers.push(...(await Promise.all(five)).sort((a, b) => a.status - b.status));
  }
  return answers;
};
const countOf = (answers: Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

/** Somebody with an account, and the token of the device it was opened on. */
const register = async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  const body = { email, password: PASSWORD, display_name: 'Ada' };
  const headers = { 'x-forwarded-for': newAddress() };
  const answer = await new TestClient(test.url).try('register', { body }, headers);
  expect(answer.status).toBe(201);
  return { email, device: deviceOf(answer), client: clientOf(answer) };
};

describe('whoever guesses a password', () => {
  it('from one address does not lock the owner out at another one', async () => {
    const { email } = await register();
    const address = newAddress();
    for (let count = 0; count < 5; count += 1) await login({ email, password: WRONG, address });
    expect((await login({ email, address })).status).toBe(429);
    expect((await login({ email })).status).toBe(200);
  });

  it('from all of a /48 does not lock the owner out at another address either', async () => {
    const { email } = await register();
    for (let host = 1; host <= 50; host += 1)
      await login({ email, password: WRONG, address: `2600:1:2:${host}::1` });
    expect((await login({ email, address: '2600:1:2:99::1' })).status).toBe(429);
    expect((await login({ email })).status).toBe(200);
  });

  it('from many addresses at once has fifty guesses an hour, and no more', async () => {
    const { email } = await register();
    const answers = await exhaust(email);
    expect(countOf(answers, 401)).toBe(50);
    const refused = await login({ email });
    expect(refused.status).toBe(429);
    expect(refused.body.action).toMatch(/Sign in on a device that you have used before/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
  });

  it('from many addresses does not lock the owner out on a device they have used before', async () => {
    const { email, device } = await register();
    await exhaust(email);
    const first = await login({ email, device });
    expect(first.status).toBe(200);
    expect((await login({ email, device: deviceOf(first) })).status).toBe(200);
  });

  it('at the owner’s own address does not lock them out on a device they have used before', async () => {
    const { email, device } = await register();
    const address = newAddress();
    for (let count = 0; count < 6; count += 1) await login({ email, password: WRONG, address });
    expect((await login({ email, address, device })).status).toBe(200);
  });

  it('on a device that has been used before has ten guesses in a quarter of an hour', async () => {
    const { email, device } = await register();
    const answers = await exhaust(email, device);
    expect(countOf(answers, 401)).toBe(10);
    expect((await login({ email, device })).status).toBe(429);
    expect((await login({ email })).status).toBe(200);
  });

  it('gets nothing from a device that another account knows', async () => {
    const { email } = await register();
    const stranger = await register();
    await exhaust(email);
    expect((await login({ email, device: stranger.device })).status).toBe(429);
  });

  it('cannot tell by the answers whether there is an account', async () => {
    const { email } = await register();
    const [known, unknown] = [await exhaust(email), await exhaust('nobody-at-all@example.com')];
    const seen = (answers: Answer[]) =>
      answers.map(({ status, body: { request_id: _, details: __, ...body }, headers }) => {
        const limits = [...headers.keys()].filter((name) => /limit|retry/.test(name));
        return { status, body: JSON.stringify(body).replace(/\d+/g, '0'), limits };
      });
    expect(seen(known)).toEqual(seen(unknown));
  });

  it('is logged once in the security log when the guesses are used up', async () => {
    const { email } = await register();
    const before = test.logged().length;
    await exhaust(email);
    await login({ email });
    const logged =
      test
        .logged()
        .slice(before)
        .match(/.*"password-tries-used-up".*/g) ?? [];
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('"limit":"account"');
    expect(logged[0]).not.toContain(email);
  });
});

describe('the right password', () => {
  it('costs none of the tries that strangers have', async () => {
    const { email } = await register();
    const statuses = new Set<number>();
    for (let round = 0; round < 11; round += 1) {
      const address = newAddress();
      for (let count = 0; count < 5; count += 1) statuses.add((await login({ email, address })).status);
    }
    expect([...statuses]).toEqual([200]);
  });
});

describe('a device', () => {
  const isKnown = async (email: string, device: string) => (await login({ email, device })).status === 200;

  it('is stored by a hash of its token, which each sign-in renews', async () => {
    const { email, device } = await register();
    const renewed = deviceOf(await login({ email, device }));
    const rows = JSON.stringify(await test.server.db('known_devices').select('*'));
    for (const token of [device, renewed]) {
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(rows).not.toContain(token);
    }
    await exhaust(email);
    expect(await isKnown(email, device)).toBe(false);
    expect(await isKnown(email, renewed)).toBe(true);
  });

  it('is known to each account that has used it', async () => {
    const [ada, grace] = [await register(), await register()];
    const shared = deviceOf(await login({ email: grace.email, device: ada.device }));
    await Promise.all([exhaust(ada.email), exhaust(grace.email)]);
    const again = await login({ email: ada.email, device: shared });
    expect(again.status).toBe(200);
    expect(await isKnown(grace.email, deviceOf(again))).toBe(true);
  });

  it('that was signed out from another one is a stranger; one that signed itself out is not', async () => {
    const { email, client, device } = await register();
    const phone = await login({ email });
    const { devices } = await client.call('devices', {});
    const id = devices.find(({ current }) => !current)?.id ?? '';
    await client.call('revokeDevice', { params: { id } });
    await client.call('logout', { body: {} });
    await exhaust(email);
    expect(await isKnown(email, deviceOf(phone))).toBe(false);
    expect(await isKnown(email, device)).toBe(true);
  });

  it('other than the one where the password was changed is a stranger', async () => {
    const { email, client, device } = await register();
    const phone = await login({ email });
    await client.call('changePassword', { body: { current_password: PASSWORD, new_password: NEW_PASSWORD } });
    await exhaust(email);
    const password = NEW_PASSWORD;
    expect((await login({ email, password, device: deviceOf(phone) })).status).toBe(429);
    expect((await login({ email, password, device })).status).toBe(200);
  });

  it('that is a browser keeps its token in a cookie that no script reads and signing out leaves', async () => {
    const { email } = await register();
    const post = (path: string, body: object, cookie = '') =>
      fetch(new URL(path, test.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: test.url,
          cookie,
          'x-forwarded-for': newAddress(),
        },
        body: JSON.stringify(body),
      });
    const signedIn = await post('/api/auth/login', { email, password: PASSWORD });
    const cookies = signedIn.headers.getSetCookie();
    const device = cookies.find((line) => line.startsWith('neustream_device=')) ?? '';
    expect(device).toMatch(/Max-Age=34560000;.*HttpOnly.*SameSite=Lax/);
    const signedOut = await post(
      '/api/auth/logout',
      {},
      cookies.map((line) => line.split(';')[0]).join('; '),
    );
    expect(signedOut.headers.getSetCookie().some((line) => line.startsWith('neustream_device'))).toBe(false);
    await exhaust(email);
    const again = await post('/api/auth/login', { email, password: PASSWORD }, device.split(';')[0]);
    expect(again.status).toBe(200);
  });
});

describe('changing the password', () => {
  it('leaves a stolen sign-in ten guesses of the current one, and the owner’s device all of its own', async () => {
    const { email, client } = await register();
    const stolen = clientOf(await login({ email }));
    const change = (device: TestClient, current_password: string) =>
      device.try('changePassword', { body: { current_password, new_password: NEW_PASSWORD } });
    const guesses = await Promise.all(Array.from({ length: 12 }, () => change(stolen, WRONG)));
    expect(countOf(guesses, 422)).toBe(10);
    expect(countOf(guesses, 429)).toBe(2);
    expect((await change(client, PASSWORD)).status).toBe(204);
  });
});
