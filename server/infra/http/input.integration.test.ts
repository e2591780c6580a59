import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let test: TestServer;
let user: TestClient;

beforeAll(async () => {
  test = await startTestServer();
  user = await TestClient.register(test.url);
});
afterAll(() => test[Symbol.asyncDispose]());

const send = (method: string, path: string, init: RequestInit = {}) =>
  fetch(new URL(path, test.url), {
    method,
    ...init,
    headers: { authorization: `Bearer ${user.token}`, ...init.headers },
  });
const sendJson = (method: string, path: string, body: string) =>
  send(method, path, { body, headers: { 'content-type': 'application/json' } });
const fieldsOf = async (answer: Response) => {
  const { details, fields } = (await answer.json()) as { details: unknown; fields: unknown };
  return { status: answer.status, details, fields };
};

describe('a field', () => {
  it('of the wrong type is told from one that is missing', async () => {
    expect(await fieldsOf(await sendJson('POST', '/api/sources', '{"name":5}'))).toEqual({
      status: 422,
      details: { name: 'This has to be text.' },
      fields: { name: { code: 'NOT_TEXT' } },
    });
    expect(await fieldsOf(await sendJson('POST', '/api/sources', '{}'))).toEqual({
      status: 422,
      details: { name: 'This is missing.' },
      fields: { name: { code: 'MISSING' } },
    });
  });

  it.each([
    ['a NUL', '{"name":"a\\u0000b"}'],
    ['half of a surrogate pair', '{"name":"\\ud83d"}'],
  ])('with %s in it is named', async (_what, body) => {
    expect(await fieldsOf(await sendJson('POST', '/api/sources', body))).toEqual({
      status: 422,
      details: { name: 'This contains characters that cannot be stored.' },
      fields: { name: { code: 'UNREADABLE_TEXT' } },
    });
  });

  it('of the query is checked like one of the body', async () => {
    expect(await fieldsOf(await send('GET', '/api/streams/sessions?limit=many'))).toMatchObject({
      status: 422,
      fields: { limit: { code: 'NOT_A_NUMBER' } },
    });
    expect(await fieldsOf(await send('GET', '/api/streams/sessions?cursor=%00'))).toMatchObject({
      status: 422,
      fields: { cursor: { code: 'NOT_A_CURSOR' } },
    });
  });
});

describe('a body', () => {
  it('that a change needs and does not get is missing', async () => {
    const { sourceId } = await user.sourceWith(0);
    for (const headers of [{}, { 'content-type': 'application/json', 'content-length': '0' }]) {
      expect(await fieldsOf(await send('PUT', `/api/sources/${sourceId}`, { headers }))).toMatchObject({
        status: 422,
        fields: { body: { code: 'MISSING' } },
      });
    }
  });

  it('of another type than JSON is refused as such', async () => {
    const answer = await send('POST', '/api/sources', { body: 'name=Main' });
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'WRONG_CONTENT_TYPE' }]);
  });
});

it('an id in upper case is the same id: the socket of the device that it signs out closes', async () => {
  const { devices } = await user.call('devices', {});
  const current = devices.find((device) => device.current)?.id ?? '';
  const socket = io(test.url, {
    auth: { token: user.token },
    transports: ['websocket'],
    reconnection: false,
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  const closed = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  expect((await send('DELETE', `/api/auth/devices/${current.toUpperCase()}`)).status).toBe(204);
  expect(await closed).toBe('io server disconnect');
});
