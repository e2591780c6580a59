import { Secret } from '@neustream/shared/kernel/secret.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { describe, expect, test } from 'vitest';
import { createUntrustedCertificate } from '../../../build/kit/certificates.ts';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import type { Login } from '../rtmp/login.ts';
import { LOCAL_NETWORK } from '../testing/rig.ts';
import { testConnection } from './connection-test.ts';

const KEY = 'live_canary_key?bandwidthtest=true';

interface Given {
  streamKey?: string | null;
  login?: Login;
  network?: typeof LOCAL_NETWORK;
  withinMs?: number;
}

async function outcome(address: string, given: Given = {}) {
  const { streamKey = KEY, login = null, network = LOCAL_NETWORK, withinMs = 5000 } = given;
  const { passed, failed, keyTried } = await testConnection({
    address,
    streamKey: streamKey === null ? null : new Secret(streamKey),
    login,
    network,
    withinMs,
    signal: new AbortController().signal,
    steady: () => performance.now(),
  });
  return {
    passed: passed.map(({ step }) => step),
    at: failed?.step ?? null,
    reason: failed?.reasonCode ?? null,
    detail: failed?.detail ?? null,
    keyTried,
  };
}

describe('a test of a connection', { concurrent: true }, () => {
  test('publishes with the key of the test, sends nothing, and leaves properly', async () => {
    await using platform = await ScriptedPlatform.start();
    expect(await outcome(platform.address)).toEqual({
      passed: ['dial', 'handshake', 'connect', 'publish'],
      at: null,
      reason: null,
      detail: null,
      keyTried: true,
    });
    expect(platform.streams).toMatchObject([{ key: KEY, bytes: 0, unpublished: true }]);
  });

  test('without a key stops before it publishes', async () => {
    await using platform = await ScriptedPlatform.start();
    expect(await outcome(platform.address, { streamKey: null })).toMatchObject({
      passed: ['dial', 'handshake', 'connect'],
      reason: null,
      keyTried: false,
    });
    expect(platform.publishRequests).toBe(0);
  });

  test('tells that the key was rejected, in the platform’s words but without the key', async () => {
    const code = 'NetStream.Publish.BadName';
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'reject-publish', code } });
    const result = await outcome(platform.address);
    expect(result).toMatchObject({ at: 'publish', reason: 'KEY_REJECTED', keyTried: true });
    expect(result.detail).toBe(`${code}: no place for ***`);
  });

  test('tells that the application is wrong before any key was shown', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'reject-connect' } });
    expect(await outcome(platform.address)).toMatchObject({
      passed: ['dial', 'handshake'],
      at: 'connect',
      reason: 'CONNECT_REJECTED',
      keyTried: false,
    });
  });

  test.each([
    ['when it has accepted it', { kind: 'close', afterMs: 50 }],
    ['without a word', { kind: 'hang-up-at', step: 'publish', how: 'end' }],
    ['by breaking the connection', { kind: 'hang-up-at', step: 'publish', how: 'reset' }],
  ] as const)('takes it for a wrong key that a platform hangs up %s', async (_how, behaviour) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    expect(await outcome(platform.address)).toMatchObject({
      passed: ['dial', 'handshake', 'connect'],
      at: 'publish',
      reason: 'PUBLISH_HUNG_UP',
      detail: null,
      keyTried: true,
    });
  });

  test('takes it for a wrong address that a server hangs up when it is asked for the application', async () => {
    const behaviour = { kind: 'hang-up-at', step: 'connect', how: 'end' } as const;
    await using platform = await ScriptedPlatform.start({ behaviour });
    expect(await outcome(platform.address)).toMatchObject({
      passed: ['dial', 'handshake'],
      at: 'connect',
      reason: 'CONNECT_HUNG_UP',
      keyTried: false,
    });
  });

  test('logs in where the server asks for it, and counts the time as that of connecting', async () => {
    const login = { mod: 'adobe', user: 'studio', password: 'canary_password' } as const;
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'ask-login', login } });
    const right = { username: 'studio', password: new Secret('canary_password') };
    expect(await outcome(platform.address, { login: right })).toMatchObject({
      passed: ['dial', 'handshake', 'connect', 'publish'],
      reason: null,
    });
    const wrong = { username: 'studio', password: new Secret('another') };
    expect(await outcome(platform.address, { login: wrong })).toMatchObject({
      passed: ['dial', 'handshake'],
      at: 'connect',
      reason: 'LOGIN_REJECTED',
    });
  });

  test.each([
    [{ kind: 'hang-up', how: 'end' }, 'CONNECTION_CLOSED'],
    [{ kind: 'garbage' }, 'HANDSHAKE_FAILED'],
  ] as const)('tells what a server did that is no RTMP server: %j', async (behaviour, reason) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    expect(await outcome(platform.address)).toMatchObject({ passed: ['dial'], at: 'handshake', reason });
  });

  test('tells that a server breaks connections, also such as are hardly made', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'hang-up', how: 'reset' } });
    const { reason, keyTried } = await outcome(platform.address);
    expect([reason, keyTried]).toEqual(['CONNECTION_RESET', false]);
  });

  test('gives up on a server that says nothing, within the time it has', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'silent' } });
    expect(await outcome(platform.address, { withinMs: 200 })).toMatchObject({
      passed: ['dial'],
      at: 'handshake',
      reason: 'HANDSHAKE_FAILED',
    });
  });

  test('shows a server without a certificate to trust nothing', async () => {
    const certificate = await createUntrustedCertificate(['localhost']);
    await using platform = await ScriptedPlatform.start({ certificate });
    expect(await outcome(platform.address)).toMatchObject({
      passed: ['dial'],
      at: 'tls',
      reason: 'CERTIFICATE_INVALID',
      keyTried: false,
    });
    expect(platform.publishRequests).toBe(0);
  });

  test('goes through TLS where the certificate is good', async () => {
    const certificate = await createUntrustedCertificate(['localhost']);
    await using platform = await ScriptedPlatform.start({ certificate });
    const network = { ...LOCAL_NETWORK, ca: [certificate.cert] };
    expect(await outcome(platform.address, { network, streamKey: null })).toMatchObject({
      passed: ['dial', 'tls', 'handshake', 'connect'],
      reason: null,
    });
  });

  test('tells that a server speaks no TLS', async () => {
    await using platform = await ScriptedPlatform.start();
    const address = platform.address.replace('rtmp:', 'rtmps:');
    expect(await outcome(address)).toMatchObject({ passed: ['dial'], at: 'tls', reason: 'TLS_FAILED' });
  });

  test('holds to the rules of the network, and tells where nobody listens', async () => {
    await using platform = await ScriptedPlatform.start();
    const network = { ...LOCAL_NETWORK, allowPrivate: false };
    const refused = { passed: [], at: 'dial', reason: 'ADDRESS_NOT_ALLOWED' };
    expect(await outcome(platform.address, { network })).toMatchObject(refused);
    expect(platform.connections).toBe(0);
    const nobody = { passed: [], at: 'dial', reason: 'CONNECTION_REFUSED' };
    expect(await outcome(`rtmp://127.0.0.1:${await freePort()}/live`)).toMatchObject(nobody);
    expect(await outcome('rtmp://127.0.0.1')).toMatchObject({ at: 'dial', reason: 'ADDRESS_INVALID' });
  });
});
