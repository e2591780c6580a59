import type { RequestListener } from 'node:http';
import { errorBody } from '@neustream/shared/contracts/errors.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, RawClient } from '../../testing/raw-http.ts';
import { listen } from './listen.ts';
import { closeServer, createHttpServer } from './server.ts';

const TIMES = { headersMs: 300, requestMs: 600, keepAliveMs: 5_000, lookMs: 50 };

/** Reads the whole body and says how long it was; `/slow` answers only when the test says so. */
const answer: RequestListener = async (request, response) => {
  let length = 0;
  request.on('error', () => undefined);
  for await (const part of request.iterator({ destroyOnReturn: false })) length += part.length;
  if (request.url === '/slow') await slow.promise;
  response.end(String(length));
};
let slow = Promise.withResolvers<void>();
const server = createHttpServer((request, response) => {
  // These tests are about bodies that break off.
  Promise.resolve(answer(request, response)).catch(() => undefined);
}, TIMES);
let url = '';
// Upgrades, as the sockets use them on the same server: without anybody who takes them, there are none.
server.on('upgrade', (_request, socket) => socket.destroy());

beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0, setting: 'PORT' })}`;
});
afterAll(() => closeServer(server));

/** Sends this and returns what comes back until the server closes the connection. */
async function exchange(text: string): Promise<RawAnswer[]> {
  using client = new RawClient(url);
  client.send(text);
  return await client.untilClosed();
}

function expectProblem({ headers, body, status }: RawAnswer, wanted: [status: number, code: string]): void {
  const parsed = errorBody.parse(body);
  expect([status, parsed.code]).toEqual(wanted);
  expect(headers['x-request-id']).toBe(parsed.request_id);
  expect(headers.connection).toBe('close');
  expect([parsed.error, parsed.action].every((sentence) => sentence.endsWith('.'))).toBe(true);
}

const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\n';

describe('a connection is closed with 408', () => {
  it('after 15 s for headers and 30 s for everything where nothing else is wanted', () => {
    const { headersTimeout, requestTimeout } = createHttpServer(answer);
    expect([headersTimeout, requestTimeout]).toEqual([15_000, 30_000]);
  });

  it.each([
    ['that never says anything', ''],
    ['whose headers never end', `${HEAD}X-Slow: `],
    ['whose body never comes', `${HEAD}Content-Length: 10\r\n\r\n`],
    ['whose body stops in the middle', `${HEAD}Content-Length: 10\r\n\r\nhalf`],
    ['whose chunks stop', `${HEAD}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`],
  ])('%s', async (_name, text) => {
    const answers = await exchange(text);
    expect(answers).toHaveLength(1);
    expectProblem(answers[0]!, [408, 'REQUEST_TOO_SLOW']);
  });

  it('that drips its headers byte by byte', async () => {
    using client = new RawClient(url);
    client.send(HEAD);
    const dripping = setInterval(() => client.send('x'), 20);
    const answers = await client.untilClosed();
    clearInterval(dripping);
    expectProblem(answers[0]!, [408, 'REQUEST_TOO_SLOW']);
  });
});

describe('what is no request is answered in the one error format', () => {
  it.each([
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00', 400, 'MALFORMED'],
    ['a line that is no request', 'HELLO\r\n\r\n', 400, 'MALFORMED'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400, 'MALFORMED'],
    ['a chunk whose length is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'MALFORMED'],
    ['two lengths that differ', `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'MALFORMED'],
    [
      'a length beside chunks',
      `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      'MALFORMED',
    ],
    ['a header with a line break in it', `${HEAD}X-A: b\nc\r\n\r\n`, 400, 'MALFORMED'],
    ['headers of 1 MB', `${HEAD}X-A: ${'a'.repeat(1_000_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['10,000 headers', `${HEAD}${'X-A: b\r\n'.repeat(10_000)}\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [
      'chunk extensions without end',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}\r\n`,
      413,
      'TOO_LARGE',
    ],
    [
      'a tunnel to elsewhere',
      'CONNECT a.example:80 HTTP/1.1\r\nHost: a.example\r\n\r\n',
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['an unknown expectation', `${HEAD}Expect: the-moon\r\n\r\n`, 417, 'EXPECTATION_FAILED'],
  ])('%s', async (_name, text, status, code) => {
    const answers = await exchange(text);
    expect(answers).toHaveLength(1);
    expectProblem(answers[0]!, [status, code]);
  });
});

describe('a request that would rather be of another protocol', () => {
  it.each(['h2c', 'websocket', 'foo'])('is answered as it is: %s', async (protocol) => {
    const upgrade = `Connection: Upgrade, close\r\nUpgrade: ${protocol}\r\nContent-Length: 2\r\n\r\nok`;
    const answers = await exchange(`${HEAD}${upgrade}`);
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[200, 2]]);
  });
});

describe('requests sent one after the other without waiting', () => {
  it('are answered in their order', async () => {
    const requests = [1, 2, 3].map(
      (length) => `${HEAD}Content-Length: ${length}\r\n\r\n${'a'.repeat(length)}`,
    );
    const last = `${HEAD}Connection: close\r\nContent-Length: 0\r\n\r\n`;
    const answers = await exchange(requests.join('') + last);
    expect(answers.map(({ body }) => body)).toEqual([1, 2, 3, 0]);
  });

  it('get their answers before one that is broken gets its own', async () => {
    slow = Promise.withResolvers();
    using client = new RawClient(url);
    client.send(`POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nokBROKEN\r\n\r\n`);
    await new Promise((resolve) => server.once('clientError', resolve));
    slow.resolve();
    const answers = await client.untilClosed();
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(answers[0]?.body).toBe(2);
    expectProblem(answers[1]!, [400, 'MALFORMED']);
  });
});
