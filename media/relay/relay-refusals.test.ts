import { Secret } from '@neustream/shared/kernel/secret.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { describe, expect, test, vi } from 'vitest';
import { createUntrustedCertificate } from '../../build/kit/certificates.ts';
import type { Behaviour } from '../../build/kit/platforms/behaviour.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import type { Login } from './rtmp/login.ts';
import { LOCAL_NETWORK, TestEncoder, WatchedRelay } from './testing/rig.ts';

const QUICK = { timeout: 4500, interval: 10 };

describe('a relay whose server hangs up', { concurrent: true }, () => {
  test.each<[string, Behaviour]>([
    ['ends the connection instead of answering', { kind: 'hang-up-at', step: 'publish', how: 'end' }],
    ['breaks it instead of answering', { kind: 'hang-up-at', step: 'publish', how: 'reset' }],
    ['accepts the publish and ends it at once', { kind: 'close', afterMs: 0 }],
  ])('when it is given the key (%s) tries once more, tells so, and stops', async (_how, behaviour) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), QUICK);
    expect(watched.facts).toMatchObject({ reasonCode: 'PUBLISH_HUNG_UP', nextRetryAt: null, attempts: 2 });
    expect(watched.facts.detail).toBeNull();
    expect(watched.statuses).toEqual(['CONNECTING', 'ERROR']);
    expect(platform.publishRequests).toBe(2);
  });

  test('when it is given a key that was live before, tries on', async () => {
    await using platform = await ScriptedPlatform.start();
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    platform.behaviour = { kind: 'hang-up-at', step: 'publish', how: 'end' };
    platform.disconnectAll();
    await vi.waitFor(() => expect(platform.publishRequests).toBe(3), QUICK);
    await vi.waitFor(() => expect(watched.facts.nextRetryAt).not.toBeNull(), QUICK);
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('CONNECTION_CLOSED'), QUICK);
  });

  test('once, and accepts the same key a moment later, goes live', async () => {
    const behaviour = { kind: 'hang-up-at', step: 'publish', how: 'end' } as const;
    await using platform = await ScriptedPlatform.start({ behaviour });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.nextRetryAt).not.toBeNull(), QUICK);
    expect(watched.facts).toMatchObject({ status: 'CONNECTING', reasonCode: 'CONNECTION_CLOSED' });
    platform.behaviour = { kind: 'good' };
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
  });

  test.each(['end', 'reset'] as const)(
    'when it is asked for the application (%s) tells that the address is wrong, and tries on',
    async (how) => {
      await using platform = await ScriptedPlatform.start({
        behaviour: { kind: 'hang-up-at', step: 'connect', how },
      });
      using encoder = new TestEncoder().start();
      await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
      await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('CONNECT_HUNG_UP'), QUICK);
      expect(watched.facts).toMatchObject({ status: 'CONNECTING', nextRetryAt: expect.any(Number) });
      expect(platform.publishRequests).toBe(0);
    },
  );
});

describe('a relay whose server asks for a login', { concurrent: true }, () => {
  const login = (word: string, username = 'studio'): Login => ({ username, password: new Secret(word) });

  test.each([
    ['Adobe', { mod: 'adobe' }],
    ['Adobe with opaque', { mod: 'adobe', opaque: 'b3BhcXVl' }],
    ['Limelight', { mod: 'llnw' }],
  ] as const)('goes live with the right one (%s), and sends the password to nobody', async (_name, how) => {
    const rules = { ...how, user: 'studio', password: 'canary_password' };
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'ask-login', login: rules } });
    using encoder = new TestEncoder().start();
    const { feed } = encoder;
    const address = `${platform.address}?region=eu`;
    await using watched = new WatchedRelay({ feed, address, login: login('canary_password') });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(watched.facts.attempts).toBe(1);
    expect(
      platform.connects.map(({ app }) => app.replace(/(?<=(nonce|challenge|response)=)[^&]+/g, '…')),
    ).toMatchObject([
      'live?region=eu',
      `live?region=eu?authmod=${how.mod}&user=studio`,
      expect.stringContaining('response=…'),
    ]);
    expect(platform.connects.map(({ app, parameters }) => String(parameters.tcUrl).endsWith(app))).toEqual([
      true,
      true,
      true,
    ]);
    expect(JSON.stringify([platform.connects, watched.reports])).not.toContain('canary_password');
  });

  test.each([
    ['a wrong password', login('wrong'), 'LOGIN_REJECTED', 'reason=authfailed'],
    ['an unknown user', login('canary_password', 'nobody'), 'LOGIN_REJECTED', 'reason=nosuchuser'],
    ['none saved', undefined, 'LOGIN_MISSING', 'code=403 need auth'],
  ])('with %s tells it, and stops', async (_name, given, reasonCode, words) => {
    const rules = { mod: 'adobe', user: 'studio', password: 'canary_password' } as const;
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'ask-login', login: rules } });
    using encoder = new TestEncoder().start();
    const { feed } = encoder;
    const { address } = platform;
    await using watched = new WatchedRelay(
      given === undefined ? { feed, address } : { feed, address, login: given },
    );
    await vi.waitFor(() => expect(watched.facts.status).toBe('ERROR'), QUICK);
    expect(watched.facts).toMatchObject({ reasonCode, nextRetryAt: null, attempts: 1 });
    expect(watched.facts.detail).toContain(words);
    expect(watched.facts.detail).not.toContain('opaque');
    expect(platform.publishRequests).toBe(0);
  });
});

describe('a relay whose server sends it elsewhere', { concurrent: true }, () => {
  test.each(['connect', 'publish'] as const)('at %s goes there with its key, and says so', async (step) => {
    await using there = await ScriptedPlatform.start();
    const to = `${there.address}2?token=canary_token`;
    await using here = await ScriptedPlatform.start({ behaviour: { kind: 'redirect', to, step } });
    using encoder = new TestEncoder().start();
    const servers: string[] = [];
    const onRedirect = (server: string) => void servers.push(server);
    await using watched = new WatchedRelay({ feed: encoder.feed, address: here.address, onRedirect });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    expect(there.streams).toMatchObject([{ app: 'live2?token=canary_token', key: 'live_canary_key' }]);
    expect(here.streams).toEqual([]);
    expect(servers).toEqual([`rtmp://127.0.0.1:${there.port}`]);
    expect(watched.facts.attempts).toBe(1);
    await watched.relay.close('PAUSED');
    expect(there.streams[0]?.unpublished).toBe(true);
  });

  test('starts from the saved address when it tries again', async () => {
    await using there = await ScriptedPlatform.start();
    await using here = await ScriptedPlatform.start({
      behaviour: { kind: 'redirect', to: there.address, step: 'connect' },
    });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: here.address });
    await vi.waitFor(() => expect(watched.facts.status).toBe('LIVE'), QUICK);
    here.behaviour = { kind: 'good' };
    there.disconnectAll();
    await vi.waitFor(() => expect(here.streams).toHaveLength(1), QUICK);
  });

  test.each([
    ['round and round', (own: string) => own, 4, 'rtmp://127.0.0.1:'],
    ['to a closed port', () => 'rtmp://127.0.0.1:22/live?token=canary_token', 1, 'rtmp://127.0.0.1:22'],
    ['to something that is no address', () => 'https://127.0.0.1/live?token=canary_token', 1, null],
  ])(
    '%s tells it and where, without what may be secret, and tries on',
    async (_where, to, connects, server) => {
      await using platform = await ScriptedPlatform.start();
      platform.behaviour = { kind: 'redirect', to: to(platform.address), step: 'connect' };
      using encoder = new TestEncoder().start();
      await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
      await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('REDIRECT_FAILED'), QUICK);
      expect(watched.facts).toMatchObject({ status: 'CONNECTING', nextRetryAt: expect.any(Number) });
      expect(watched.facts.detail).toEqual(server && expect.stringContaining(server));
      expect(watched.facts.detail ?? '').not.toContain('canary_token');
      expect(platform.connects).toHaveLength(connects);
    },
  );

  test('where nobody listens tells it', async () => {
    const server = `rtmp://127.0.0.1:${await freePort()}`;
    const to = `${server}/live?token=canary_token`;
    await using platform = await ScriptedPlatform.start({
      behaviour: { kind: 'redirect', to, step: 'connect' },
    });
    using encoder = new TestEncoder().start();
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('REDIRECT_FAILED'), QUICK);
    expect(watched.facts.detail).toBe(server);
  });

  test('into a private network is held to the same rules as the first address', async () => {
    await using inside = await ScriptedPlatform.start();
    const to = `rtmp://inside.example:${inside.port}/live`;
    await using platform = await ScriptedPlatform.start({
      behaviour: { kind: 'redirect', to, step: 'connect' },
    });
    // Until it was followed, the test's own addresses are the public internet.
    let followed = false;
    const network = {
      ...LOCAL_NETWORK,
      get allowPrivate() {
        return !followed;
      },
      lookup: async (name: string) => {
        followed = name === 'inside.example';
        return ['127.0.0.1'];
      },
    };
    using encoder = new TestEncoder().start();
    const address = `rtmp://platform.example:${platform.port}/live`;
    await using watched = new WatchedRelay({ feed: encoder.feed, address, network });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('REDIRECT_FAILED'), QUICK);
    expect(inside.connections).toBe(0);
  });

  test('from a secure server to an open one does not follow: the key would be readable', async () => {
    await using open = await ScriptedPlatform.start();
    const certificate = await createUntrustedCertificate(['localhost']);
    const behaviour = { kind: 'redirect', to: open.address, step: 'connect' } as const;
    await using platform = await ScriptedPlatform.start({ behaviour, certificate });
    using encoder = new TestEncoder().start();
    const network = { ...LOCAL_NETWORK, ca: [certificate.cert] };
    await using watched = new WatchedRelay({ feed: encoder.feed, address: platform.address, network });
    await vi.waitFor(() => expect(watched.facts.reasonCode).toBe('REDIRECT_FAILED'), QUICK);
    expect(open.connections).toBe(0);
  });
});
