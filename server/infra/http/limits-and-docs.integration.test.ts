import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ RATE_LIMIT_FACTOR: '1' });
});
afterAll(() => test[Symbol.asyncDispose]());

const fetchSocketsOf = async ({ server }: TestServer) => {
  const text = await (await fetch(server.metricsUrl)).text();
  return Number(/^neustream_sockets (\d+)$/m.exec(text)?.[1]);
};

describe('rate limits', () => {
  it('let an address sign in five times a minute and say when to come back', async () => {
    const client = new TestClient(test.url);
    const body = { email: 'a@example.com', password: 'wrong wrong wrong' };
    const answers = [];
    for (let count = 0; count < 6; count += 1) answers.push(await client.try('login', { body }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const refused = answers.at(-1);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('ratelimit-limit')).toBe('5');
    expect(refused?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', fault: 'user' });
  });
});

describe('registering', () => {
  it('tells who has an account no more than five times a minute', async () => {
    await using own = await startTestServer({ RATE_LIMIT_FACTOR: '1' });
    const client = new TestClient(own.url);
    const register = (email: string) =>
      client.try('register', { body: { email, password: 'correct horse battery', display_name: 'Ada' } });
    const answers = [await register('known@example.com')];
    for (let count = 0; count < 5; count += 1) answers.push(await register('known@example.com'));
    answers.push(await register('other@example.com'));
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 409, 409, 409, 429, 429]);
  });
});

describe('sockets', () => {
  it('of one user are five at most', async () => {
    await using relaxed = await startTestServer();
    const user = await TestClient.register(relaxed.url);
    const sockets: Socket[] = [];
    const connect = () =>
      new Promise<string>((resolve) => {
        const auth = { token: user.token };
        const socket = io(relaxed.url, {
          auth,
          transports: ['websocket'],
          reconnection: false,
          forceNew: true,
        });
        sockets.push(socket);
        socket.on('connect', () => resolve('open'));
        socket.on('connect_error', (error) => resolve(error.message));
      });
    for (let count = 0; count < 5; count += 1) expect(await connect()).toBe('open');
    expect(await connect()).toMatch(/You have too many windows/);
    for (const socket of sockets.splice(0)) socket.close();
    await expect.poll(() => fetchSocketsOf(relaxed)).toBe(0);
    const atOnce = await Promise.all(Array.from({ length: 12 }, connect));
    expect(atOnce.filter((answer) => answer === 'open')).toHaveLength(5);
    for (const socket of sockets) socket.close();
  });

  it('are told when they send more than twenty events in a second', async () => {
    await using relaxed = await startTestServer();
    const user = await TestClient.register(relaxed.url);
    const socket = io(relaxed.url, {
      auth: { token: user.token },
      transports: ['websocket'],
      forceNew: true,
    });
    const codes: string[] = [];
    socket.on('error', ({ code }: { code: string }) => codes.push(code));
    for (let count = 0; count < 25; count += 1) socket.emit('join-stream', 'not an object');
    await expect.poll(() => codes).toHaveLength(25);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(5);
    socket.close();
  });
});

describe('the API’s documentation', () => {
  it('is served for programs, and for people without scripts', async () => {
    const document = await fetch(new URL('/api/openapi.json', test.url));
    expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
    const page = await fetch(new URL('/api/docs', test.url));
    const html = await page.text();
    expect(html).toContain('/api/streams/active/{sourceId}');
    expect(html).not.toMatch(/<script|https?:\/\/(?!127)/i);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});

describe('metrics', () => {
  it('are on a port of their own', async () => {
    const text = await (await fetch(test.server.metricsUrl)).text();
    expect(text).toMatch(/neustream_http_request_seconds_bucket\{.*route="\/api\/auth\/login"/);
    expect(text).toContain('neustream_media_nodes 0');
  });
});
