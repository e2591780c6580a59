import { once } from 'node:events';
import { copyFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseRtmpAddress } from '@neustream/shared/destinations/rtmp-address.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { loginFits, publishLoginOf } from '@neustream/shared/node/adobe-login.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { certificateFiles } from '../../../build/kit/certificates.ts';
import { type MediaConfig, readMediaConfig } from '../../config.ts';
import { openPublication, type Publication } from '../../relay/attempt.ts';
import { WayIn } from '../../relay/connection/way-in.ts';
import { Feed } from '../../relay/feed/feed.ts';
import { testInternals } from '../../relay/testing/internals.ts';
import type { PublishAttempt, Verdict } from '../ingest.ts';
import { OwnIngest } from './own-ingest.ts';

const QUICK = { timeout: 1800, interval: 5 };
const loginSecret = new Secret('secret');
const PUBLIC_ID = 'abcdef12';
/** Nobody is handed over in these tests, and nobody measures. */
const IDLE = {
  handOver: () => () => undefined,
  mayMeasure: async () => 'REFUSED' as const,
  measured: () => undefined,
};
const FREE_PORTS = { RTMP_PORT: '0', RTMPS_PORT: '0', DIRECT_PORT: '0', MEDIA_HOST: '127.0.0.1' };

function settings(more: Record<string, string> = {}): MediaConfig {
  return readMediaConfig({ env: { ...FREE_PORTS, DATA_DIR: '/nowhere', ...more }, readFile: () => '' });
}

describe('the built-in ingest', () => {
  let ingest: OwnIngest;
  let mayPublish: (attempt: PublishAttempt) => Promise<Verdict>;
  let over: AbortController;

  beforeEach(async () => {
    over = new AbortController();
    mayPublish = async () => ({ allowed: true });
    ingest = new OwnIngest({
      config: settings(),
      internals: testInternals(),
      nodeToken: loginSecret,
      loginSecret,
      listener: {
        mayPublish: (attempt) => mayPublish(attempt),
        ...IDLE,
        onPublish: (publicId) => {
          const none = { onFlowing: () => undefined, onRejected: () => undefined };
          const feed = new Feed({ clock: Date.now });
          void ingest.attach({ publicId, protocol: 'rtmp', feed, signal: over.signal, ...none });
        },
      },
      now: Date.now,
      steady: () => performance.now(),
    });
    await ingest.start();
  });
  afterEach(async () => {
    over.abort();
    await ingest.stop();
  });

  const publish = (signal: AbortSignal): Promise<Publication> =>
    openPublication({
      way: new WayIn({
        address: parseRtmpAddress(ingest.endpoints.rtmp ?? ''),
        streamKey: new Secret(`${PUBLIC_ID}?key=k`),
        login: null,
        network: { allowPrivate: true, allowedPorts: null },
      }),
      signal,
    });

  it('takes an encoder again that hung up while it was being decided whether it may publish', async () => {
    const verdict = Promise.withResolvers<Verdict>();
    const asked = vi.fn(() => verdict.promise);
    mayPublish = asked;
    const impatient = new AbortController();
    const first = publish(impatient.signal);
    first.catch(() => undefined);
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), QUICK);
    impatient.abort();
    await vi.waitFor(() => expect(ingest.connections).toBe(0), QUICK);
    verdict.resolve({ allowed: true });
    const second = await publish(over.signal);
    expect(second.streamId).toBeGreaterThan(0);
    await second.close();
  });

  it('takes one of two encoders that it may take at the same moment', async () => {
    const verdict = Promise.withResolvers<Verdict>();
    const asked = vi.fn(() => verdict.promise);
    mayPublish = asked;
    // The one that is taken goes on sending: a silent one would have to give way after 3 s.
    using sending = new DisposableStack();
    const publishOn = async () => {
      const publication = await publish(over.signal);
      const timer = setInterval(() => publication.askAcks(4096), 50);
      sending.defer(() => clearInterval(timer));
      return publication;
    };
    const both = [publishOn(), publishOn()];
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2), QUICK);
    verdict.resolve({ allowed: true });
    const ends = await Promise.allSettled(both);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ingest.facts(PUBLIC_ID)).not.toBeNull();
    for (const end of ends) if (end.status === 'fulfilled') await end.value.close();
  });

  it.each([
    ['API_AWAY', /the stream key is fine/i],
    ['KEY_UNKNOWN', /stream key may not publish/],
  ])('says of a refusal for %s whether the key is at fault', async (reason, said) => {
    mayPublish = async () => ({ allowed: false, reason });
    await expect(publish(over.signal)).rejects.toMatchObject({ detail: expect.stringMatching(said) });
  });

  it('takes a relay of ours that logs in with the key as its password', async () => {
    const key = new Secret('the-key');
    const publishing = publishLoginOf(PUBLIC_ID, key);
    const judged: boolean[] = [];
    mayPublish = async () => ({ allowed: false, reason: 'API_AWAY' });
    const publishAs = (password: Secret) =>
      openPublication({
        way: new WayIn({
          address: parseRtmpAddress(ingest.endpoints.rtmpLogin ?? ''),
          streamKey: new Secret(PUBLIC_ID),
          login: { username: PUBLIC_ID, password },
          network: { allowPrivate: true, allowedPorts: null },
        }),
        signal: over.signal,
      });
    // Nothing is wrong with its login: it comes again by itself.
    await expect(publishAs(key)).rejects.toMatchObject({ reason: 'CONNECTION_CLOSED' });
    mayPublish = async ({ login }) => {
      const fits = login != null && loginFits(publishing, login);
      judged.push(fits);
      return fits ? { allowed: true } : { allowed: false, reason: 'WRONG_KEY' };
    };
    await expect(publishAs(new Secret('another'))).rejects.toMatchObject({ reason: 'LOGIN_REJECTED' });
    const publication = await publishAs(key);
    expect(publication.streamId).toBeGreaterThan(0);
    expect(judged.slice(0, 2)).toEqual([false, true]);
    await publication.close();
  });

  it('stops at once while somebody holds a TLS connection open and says nothing', async () => {
    await using files = await certificateFiles();
    const config = settings({ TLS_CERT_FILE: files.certFile, TLS_KEY_FILE: files.keyFile });
    const secure = new OwnIngest({
      config,
      listener: { mayPublish, onPublish: () => undefined, ...IDLE },
      nodeToken: loginSecret,
      loginSecret,
      now: Date.now,
      steady: () => performance.now(),
    });
    await secure.start();
    const silent = connect(parseRtmpAddress(secure.endpoints.rtmps ?? '').port, '127.0.0.1');
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    await vi.waitFor(() => expect(secure.connections).toBe(1), QUICK);
    await secure.stop();
    expect(secure.ready).toBe(false);
  });

  it('uses a renewed certificate without being started again', async () => {
    await using files = await certificateFiles();
    await using renewed = await certificateFiles();
    const config = settings({ TLS_CERT_FILE: files.certFile, TLS_KEY_FILE: files.keyFile });
    const listener = { mayPublish, onPublish: () => undefined, ...IDLE };
    const secure = new OwnIngest({
      config,
      listener,
      nodeToken: loginSecret,
      loginSecret,
      now: Date.now,
      steady: Date.now,
    });
    await secure.start();
    const { port } = parseRtmpAddress(secure.endpoints.rtmps ?? '');
    const before = await fingerprintAt(port);
    await copyFile(renewed.certFile, files.certFile);
    await copyFile(renewed.keyFile, files.keyFile);
    await vi.waitFor(async () => expect(await fingerprintAt(port)).not.toBe(before), {
      timeout: 8000,
      interval: 100,
    });
    await secure.stop();
  }, 10_000);

  it('says which settings are wrong when the certificate is none', async () => {
    await using files = await certificateFiles();
    await writeFile(files.certFile, 'not a certificate');
    const config = settings({ TLS_CERT_FILE: files.certFile, TLS_KEY_FILE: files.keyFile });
    const listener = { mayPublish, onPublish: () => undefined, ...IDLE };
    const secure = new OwnIngest({
      config,
      listener,
      nodeToken: loginSecret,
      loginSecret,
      now: Date.now,
      steady: Date.now,
    });
    await expect(secure.start()).rejects.toMatchObject({ code: 'TLS_FILES_UNUSABLE' });
    await secure.stop();
  });
});

/** Of the certificate that is shown there. */
async function fingerprintAt(port: number): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
