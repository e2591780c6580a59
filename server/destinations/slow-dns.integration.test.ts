import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

/** More than there are connections to the database. */
const AT_ONCE = 20;

const dns = {
  asked: 0,
  /** Resolves once as many are waiting for DNS as there are connections to the database. */
  waiting: Promise.withResolvers<void>(),
  answers: Promise.withResolvers<string[]>(),
};
const lookup = async () => {
  dns.asked += 1;
  if (dns.asked === 16) dns.waiting.resolve();
  return await dns.answers.promise;
};

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ ALLOW_PRIVATE_DESTINATIONS: 'false' }, { lookup });
});
afterAll(() => test[Symbol.asyncDispose]());

it('a name server that takes its time keeps nobody else waiting', async () => {
  const user = await TestClient.register(test.url);
  const { source } = await user.call('createSource', { body: { name: 'Main' } });
  const body = {
    platform: 'custom',
    name: 'Slow',
    stream_key: 'canary',
    rtmp_url: 'rtmp://a.example.com/live',
  };
  const saving = Array.from({ length: AT_ONCE }, () =>
    user.try('createDestination', { params: { id: source.id }, body }),
  );
  await dns.waiting.promise;
  expect((await user.try('me', {})).status).toBe(200);
  dns.answers.resolve(['10.0.0.1']);
  const answers = await Promise.all(saving);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]));
  expect(answers[0]?.body.fields).toEqual({ rtmp_url: { code: 'RTMP_ADDRESS_NOT_PUBLIC' } });
});
