import { randomUUID } from 'node:crypto';
import { decodeJwt, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const SECRET = 'a secret of tests that signs tokens, long enough';
const KEY = new TextEncoder().encode(SECRET);

let test: TestServer;
let user: TestClient;
let stranger: TestClient;

beforeAll(async () => {
  test = await startTestServer({ JWT_SECRET: SECRET });
  user = await TestClient.register(test.url);
  stranger = await TestClient.register(test.url);
});
afterAll(() => test[Symbol.asyncDispose]());

type Claims = Record<string, unknown>;

const claimsOf = ({ token }: TestClient): Claims => decodeJwt(token ?? '');
const sign = (claims: Claims, alg = 'HS256') => new SignJWT(claims).setProtectedHeader({ alg }).sign(KEY);
const without = (name: string) =>
  sign(Object.fromEntries(Object.entries(claimsOf(user)).filter(([key]) => key !== name)));
const changed = (change: Claims) => sign({ ...claimsOf(user), ...change });

const statusWith = async (token: string) => {
  const client = new TestClient(test.url);
  client.token = token;
  return (await client.try('me', {})).status;
};

describe('an access token', () => {
  it('that says what ours say is taken', async () => {
    expect(await statusWith(await sign(claimsOf(user)))).toBe(200);
  });

  it.each([
    ['without an end', () => without('exp')],
    ['without a user', () => without('sub')],
    ['without a sign-in', () => without('sid')],
    ['without an issuer', () => without('iss')],
    ['without an audience', () => without('aud')],
    ['that has ended', () => changed({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['of another audience', () => changed({ aud: 'another-api' })],
    ['of another issuer', () => changed({ iss: 'another' })],
    ['of a user who does not exist', () => changed({ sub: randomUUID() })],
    ['of a user whose id is none', () => changed({ sub: 'admin' })],
    [
      'of a user whose id is written in another way',
      () => changed({ sub: String(claimsOf(user).sub).toUpperCase() }),
    ],
    ['of a sign-in whose id is none', () => changed({ sid: "' or true --" })],
    ['with the sign-in of another user', () => changed({ sid: claimsOf(stranger).sid })],
    ['that another user took over', () => changed({ sub: claimsOf(stranger).sub })],
    ['signed with another length of hash', () => sign(claimsOf(user), 'HS512')],
    ['that nobody signed', async () => new UnsecuredJWT(claimsOf(user)).encode()],
  ])('%s is refused', async (_name, forge) => {
    expect(await statusWith(await forge())).toBe(401);
  });

  it('signed with a key pair of somebody’s own is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = new SignJWT(claimsOf(user)).setProtectedHeader({ alg: 'RS256' });
    expect(await statusWith(await forged.sign(privateKey))).toBe(401);
  });
});
