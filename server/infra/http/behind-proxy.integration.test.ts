import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const PUBLIC_URL = 'https://studio.example';
const secret = () => randomBytes(32).toString('base64');
let test: TestServer;

beforeAll(async () => {
  const secrets = { JWT_SECRET: secret(), KEY_ENCRYPTION_KEY: secret(), MEDIA_NODE_TOKEN: secret() };
  test = await startTestServer({ PUBLIC_URL, TRUST_PROXY: '1', RATE_LIMIT_FACTOR: '1', ...secrets });
  await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

interface Visit {
  forwardedFor: string;
  proto?: string;
  email?: string;
}

/** What a TLS proxy on the same machine forwards when a page registers somebody. */
const register = ({ forwardedFor, proto = 'https', email = `${randomUUID()}@a.example` }: Visit) =>
  fetch(new URL('/api/auth/register', test.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': forwardedFor,
      'x-forwarded-proto': proto,
      origin: PUBLIC_URL,
    },
    body: JSON.stringify({ email, password: 'correct horse battery', display_name: 'Ada' }),
  });

describe('behind a TLS proxy on the same machine', () => {
  it.each(['https', 'http'])('cookies are for TLS only, also when the proxy says %s', async (proto) => {
    const answer = await register({ forwardedFor: '203.0.113.1', proto });
    expect(answer.status).toBe(201);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-[^=]+=.*; Path=\/.*; HttpOnly; Secure/);
  });

  it('pages may not reach this machine, which is the visitor’s own there', async () => {
    const { headers } = await fetch(new URL('/api/docs', test.url));
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain('upgrade-insecure-requests');
    expect(policy).not.toMatch(/127\.|localhost|::1|\*/);
    expect(headers.get('strict-transport-security')).toContain('max-age=');
  });

  it('visitors are counted by the address that the proxy saw, whatever they claim themselves', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) {
      const answer = await register({ forwardedFor: `198.51.100.${count}, 203.0.113.66` });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
    expect((await register({ forwardedFor: '203.0.113.67' })).status).toBe(201);
  });
});
