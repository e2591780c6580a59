import type { DestinationChange } from '@neustream/shared/destinations/schemas.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let user: TestClient;
let sourceId: string;

beforeAll(async () => {
  test = await startTestServer({ ALLOW_PRIVATE_DESTINATIONS: 'false' });
  user = await TestClient.register(test.url);
  sourceId = (await user.call('createSource', { body: { name: 'Main' } })).source.id;
});
afterAll(() => test[Symbol.asyncDispose]());

const SERVER = 'rtmp://8.8.8.8/live';

const wanted = (rtmp_url: string) => ({
  params: { id: sourceId },
  body: { platform: 'custom', name: 'Mine', stream_key: 'canary', rtmp_url },
});
const save = async (rtmp_url = SERVER) =>
  (await user.call('createDestination', wanted(rtmp_url))).destination.id;
const change = (id: string, body: DestinationChange) =>
  user.try('updateDestination', { params: { id }, body });

it.each(['rtmp://8.8.4.4/live', 'rtmp://8.8.8.8:1936/live', 'rtmps://8.8.8.8:1935/live'])(
  'a stored stream key is not handed to another server: %s needs it again',
  async (rtmp_url) => {
    const id = await save();
    const { status, body } = await change(id, { rtmp_url });
    expect(status).toBe(422);
    expect(body.fields).toEqual({ stream_key: { code: 'STREAM_KEY_NEEDED_AGAIN' } });
    expect((await user.call('getDestination', { params: { id } })).rtmp_url).toBe(SERVER);
    expect((await change(id, { rtmp_url, stream_key: 'another' })).status).toBe(200);
    expect((await user.call('getDestination', { params: { id } })).rtmp_url).toBe(rtmp_url);
  },
);

it('another application on the same server goes on with the stored key', async () => {
  const id = await save();
  expect((await change(id, { rtmp_url: 'rtmp://8.8.8.8:1935/live?backup=1' })).status).toBe(200);
});

it.each([
  ['rtmp://8.8.8.8', 'RTMP_ADDRESS_HAS_NO_APP'],
  ['rtmp://8.8.8.8:0/live', 'RTMP_ADDRESS_PORT_INVALID'],
  ['rtmp://8.8.8.8:22/live', 'RTMP_ADDRESS_PORT_CLOSED'],
  ['rtmp://localhost/live', 'RTMP_ADDRESS_NOT_PUBLIC'],
  ['rtmp://169.254.169.254/live', 'RTMP_ADDRESS_NOT_PUBLIC'],
  ['rtmp://[64:ff9b:2::1]/live', 'RTMP_ADDRESS_NOT_PUBLIC'],
  ['rtmp://127.1/live', 'RTMP_ADDRESS_HOST_INVALID'],
  ['rtmp://8.8.8.8/live#part', 'RTMP_ADDRESS_HAS_FRAGMENT'],
  ['rtmp://me:word@8.8.8.8/live', 'RTMP_ADDRESS_HAS_LOGIN'],
])('what the engine would refuse is told when it is saved: %s', async (rtmp_url, code) => {
  const { status, body } = await user.try('createDestination', wanted(rtmp_url));
  expect(status).toBe(422);
  expect(body.fields).toEqual({ rtmp_url: { code } });
  const id = await save();
  expect((await change(id, { rtmp_url, stream_key: 'another' })).body.fields).toEqual({ rtmp_url: { code } });
});

it('a login is saved with its password write-only, for the one server, and goes when it is taken back', async () => {
  const login = { username: ' me ', password: ' canary word ', audio_track: 'all' as const };
  const { params, body } = wanted(SERVER);
  const { destination } = await user.call('createDestination', { params, body: { ...body, ...login } });
  const { id } = destination;
  expect(destination).toMatchObject({ username: 'me', password_set: true, audio_track: 'all' });
  const elsewhere = { rtmp_url: 'rtmp://8.8.4.4/live', stream_key: 'another' };
  expect((await change(id, elsewhere)).body.fields).toEqual({
    password: { code: 'LOGIN_PASSWORD_NEEDED_AGAIN' },
  });
  expect((await change(id, { ...elsewhere, password: 'canary' })).status).toBe(200);
  expect((await change(id, { username: null, audio_track: 1 })).status).toBe(200);
  const plain = await user.call('getDestination', { params: { id } });
  expect(plain).toMatchObject({ username: null, password_set: false, audio_track: 1 });
  const all = await user.call('listDestinations', { params: { id: sourceId } });
  expect(JSON.stringify(all)).not.toContain('canary');
});

it('half a login is refused', async () => {
  const { params, body } = wanted(SERVER);
  const half = await user.try('createDestination', { params, body: { ...body, username: 'me' } });
  expect(half.body.fields).toEqual({ password: { code: 'LOGIN_PASSWORD_MISSING' } });
  expect((await change(await save(), { password: 'word' })).body.fields).toEqual({
    username: { code: 'USERNAME_MISSING' },
  });
});
