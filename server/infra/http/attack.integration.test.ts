import { gzipSync } from 'node:zlib';
import { errorBody } from '@neustream/shared/contracts/errors.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient } from '../../testing/raw-http.ts';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let test: TestServer;
let user: TestClient;

beforeAll(async () => {
  test = await startTestServer();
  user = await TestClient.register(test.url);
});
afterAll(() => test[Symbol.asyncDispose]());

const head = () => `Host: a\r\nAuthorization: Bearer ${user.token}\r\nConnection: close\r\n`;
const ask = (path: string, { method = 'GET', headers = '' } = {}) =>
  `${method} ${path} HTTP/1.1\r\n${head()}${headers}\r\n`;
const create = (body: Buffer | string, headers = '') => {
  const bytes = Buffer.from(body);
  const lines = `Content-Type: application/json\r\nContent-Length: ${bytes.length}\r\n${headers}`;
  return `${ask('/api/sources', { method: 'POST', headers: lines })}${bytes.toString('latin1')}`;
};
const chunked = (coding: string, chunks: string) =>
  ask('/api/sources', {
    method: 'POST',
    headers: `Content-Type: application/json\r\nTransfer-Encoding: ${coding}\r\n`,
  }) + chunks;
const many = (text: string, times: number) => text.repeat(times);

/** The answer to these bytes; every answer that is not a success has the one error format. */
async function statusOf(text: string): Promise<number> {
  using client = new RawClient(test.url);
  client.send(text);
  const [answer] = await client.untilClosed();
  if (!answer) throw new Error('Nothing was answered.');
  if (answer.status < 400) return answer.status;
  const body = errorBody.parse(answer.body);
  expect(body.request_id).toBe(answer.headers['x-request-id']);
  expect(body.code).not.toBe('INTERNAL');
  return answer.status;
}

describe('nonsense is answered with what is wrong, and harms nobody', () => {
  it.each<[string, () => string, number]>([
    ['a path with a broken escape', () => ask('/api/sources/%ZZ'), 400],
    ['a path with NUL', () => ask('/api/sources/%00'), 404],
    ['a page with a broken escape', () => ask('/%'), 400],
    ['a file outside of its folder', () => ask('/assets/..%2f..%2fpackage.json'), 400],
    ['a folder of files', () => ask('/assets'), 404],
    ['a file that is to be changed', () => ask('/assets/a.js', { method: 'PUT' }), 404],
    ['a path of 20 kB', () => ask(`/${many('a', 20_000)}`), 431],
    ['a request for everything', () => ask('*', { method: 'OPTIONS' }), 404],
    ['TRACE', () => ask('/api/auth/me', { method: 'TRACE' }), 405],
    ['a method that is none', () => ask('/api/auth/me', { method: 'BREW' }), 400],
    [
      'an upgrade to HTTP/2',
      () => ask('/api/auth/me', { headers: 'Upgrade: h2c\r\n' }).replace('close', 'Upgrade, close'),
      200,
    ],
    ['packed bytes that are not packed', () => create('{}', 'Content-Encoding: gzip\r\n'), 400],
    [
      '50 MB packed into 50 kB',
      () => create(gzipSync(Buffer.alloc(50_000_000)), 'Content-Encoding: gzip\r\n'),
      413,
    ],
    ['an unknown packing', () => create('{}', 'Content-Encoding: x\r\n'), 415],
    ['a transfer that is not chunked in the end', () => chunked('chunked, gzip', ''), 400],
    ['a chunk of 2^68 bytes', () => chunked('chunked', `${many('F', 17)}\r\n`), 400],
    ['trailers of 30 kB', () => chunked('chunked', `2\r\n{}\r\n0\r\nX: ${many('a', 30_000)}\r\n\r\n`), 431],
    [
      'a length below zero',
      () => ask('/api/sources', { method: 'POST', headers: 'Content-Length: -1\r\n' }),
      400,
    ],
    ['a key twice', () => create('{"name":"a"}', 'Idempotency-Key: a\r\nIdempotency-Key: b\r\n'), 400],
    ['cookies of 12 kB', () => ask('/api/auth/me', { headers: `Cookie: ${many('a=b;', 3_000)}\r\n` }), 200],
    ['a host that is none', () => ask('/api/auth/me').replace('Host: a', 'Host: %%%///'), 200],
    [
      '2,000 ranges of one page',
      () => ask('/api/docs', { headers: `Range: bytes=${many('0-0,', 2_000)}1-1\r\n` }),
      200,
    ],
  ])('%s', async (_name, text, status) => {
    expect(await statusOf(text())).toBe(status);
    expect((await user.try('me', {})).status).toBe(200);
  });
});
