import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../kit/api-client.ts';
import { createUntrustedCertificate } from '../kit/certificates.ts';
import { dump } from '../kit/database.ts';
import { startEncoder } from '../kit/encoders/encoder.ts';
import { Person } from '../kit/person.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { visibleText } from '../kit/process-list.ts';
import { newDataFolder, Product } from '../kit/product.ts';
import { Show } from '../kit/show.ts';

/** Which answers may show which secret: to its owner, who asked for it. */
const SHOWN_ON_PURPOSE: Record<string, readonly Answer['route'][]> = {
  'ingest key': ['createSource'],
  'new ingest key': ['rotateIngestKey'],
  'publish token': ['goLive'],
  'access token': ['register', 'login', 'refresh'],
  'refresh token': ['register', 'login', 'refresh'],
};
/** Files of the data folder that hold the secrets of the installation itself; they are for its owner only. */
const SECRET_FILES = /\.(token|password|key|secret)$/;
const SAMPLE_MS = 150;

describe('Secrets stay secret, during a whole run with failures', () => {
  const owned = new AsyncDisposableStack();
  const canaries = new Map<string, string>();
  const seen = { processes: new Set<string>(), answers: [] as Answer[], frames: [] as string[], metrics: '' };
  let product: Product;
  let database: string;

  const plant = (name: string) => {
    const value = `canary-${name.replaceAll(' ', '-')}-${randomBytes(12).toString('hex')}`;
    canaries.set(name, value);
    return value;
  };

  beforeAll(async () => {
    const dataDir = newDataFolder();
    product = owned.use(await Product.start({ dataDir, settings: { LOG_LEVEL: 'debug' } }));
    const sampling = setInterval(sample, SAMPLE_MS);
    owned.defer(() => clearInterval(sampling));
    const platform = async (options: Parameters<typeof ScriptedPlatform.start>[0]) =>
      owned.use(await ScriptedPlatform.start(options)).address;
    const rudeKey = plant('key of the platform that repeats it');
    const certificate = await createUntrustedCertificate(['localhost']);
    const targets = [
      { name: 'well', address: await platform({}), key: plant('key of a good platform') },
      {
        name: 'repeats the key',
        address: await platform({
          behaviour: { kind: 'reject-publish', code: `NetStream.Publish.Denied ${rudeKey}` },
        }),
        key: rudeKey,
      },
      {
        name: 'resets',
        address: await platform({ behaviour: { kind: 'reset', afterBytes: 30_000 } }),
        key: plant('key of the platform that resets'),
      },
      {
        name: 'speaks something else',
        address: await platform({ behaviour: { kind: 'garbage' } }),
        key: plant('key of the platform that is none'),
      },
      {
        name: 'refuses',
        address: `rtmp://127.0.0.1:${await freePort()}/live`,
        key: plant('key of a closed port'),
      },
      { name: 'nowhere', address: 'rtmp://nowhere.invalid/live', key: plant('key of an unknown name') },
      {
        name: 'has a wrong certificate',
        address: await platform({ certificate }),
        key: plant('key of the wrong certificate'),
      },
    ];
    const onAnswer = (answer: Answer) => seen.answers.push(answer);
    const creator = await Person.signUp({ url: product.url, onAnswer }, { password: plant('password') });
    canaries.set('access token', creator.accessToken);
    canaries.set('refresh token', creator.refreshToken);
    await mistakes(creator);
    const show = owned.use(
      await Show.begin({ product, targets, creator, onFrame: (text) => seen.frames.push(text) }),
    );
    canaries.set('ingest key', show.source.ingestKey);
    canaries.set('publish token', show.ingest.whip?.bearer_token ?? '');
    await show.screen.allLive([show.destination('well').id]);
    await wrongIngestKey(show);
    await preview(show);
    await product.crash('media');
    await product.crash('server');
    await until(async () => (await creator.ask('me', {})).status === 200, {
      what: 'the API is back',
      timeoutMs: 20_000,
    });
    await show.screen.allLive([show.destination('well').id]);
    const { id } = show.destination('well');
    const login = { username: 'me', password: plant('login of a good platform') };
    const body = { stream_key: plant('new key of a good platform'), ...login };
    await creator.call('updateDestination', { params: { id }, body });
    await show.screen.allLive([id]);
    const sourceId = show.source.view.id;
    await creator.endLive(sourceId);
    await show.screen.until('the end', ({ status }) => status === 'offline');
    canaries.set(
      'new ingest key',
      (await creator.call('rotateIngestKey', { params: { id: sourceId } })).ingest_key,
    );
    for (const name of ['streamsInfo', 'listSources', 'listSessions', 'devices', 'mySubscription'] as const) {
      await creator.call(name, {});
    }
    await creator.call('listDestinations', { params: { id: sourceId } });
    await creator.call('sessionReport', { params: { id: show.sessionId } });
    seen.metrics = await (await fetch(metricsUrl())).text();
    database = await dump(dataDir);
  });
  afterAll(() => owned.disposeAsync());

  /** What every process of the product, and everything it started, shows to other users of the machine. */
  function sample(): void {
    for (const { pid } of product.processes()) seen.processes.add(visibleText(pid));
  }

  function metricsUrl(): string {
    // The port is a free one, so it changed when the API was started again.
    const url = [...product.logs().matchAll(/"metrics":"([^"]+)"/g)].at(-1)?.[1];
    if (url === undefined) throw new Error('The log does not tell where the metrics are.');
    return url;
  }

  /** Secrets entered in the wrong place, where an error might repeat them. */
  async function mistakes(creator: Person): Promise<void> {
    const { account } = creator;
    await expect(
      Person.signIn(
        { url: product.url, onAnswer: (a) => seen.answers.push(a) },
        { ...account, password: plant('wrong password') },
      ),
    ).rejects.toThrow();
    const { view } = await creator.createSource('Second stream');
    const params = { id: view.id };
    const key = plant('key with a space');
    const bodies = [
      { platform: 'custom', name: 'x', rtmp_url: 'rtmp://127.0.0.1/live', stream_key: `${key} ${key}` },
      {
        platform: 'none',
        name: 'x',
        rtmp_url: 'rtmp://127.0.0.1/live',
        stream_key: plant('key for no platform'),
      },
      {
        platform: 'custom',
        name: 'x',
        rtmp_url: 'http://127.0.0.1',
        stream_key: plant('key beside a wrong address'),
      },
    ];
    for (const body of bodies)
      expect((await creator.ask('createDestination', { params, body })).status).toBe(422);
    const cut = `{"email":"a@example.com","password":"${plant('password in broken JSON')}`;
    const answer = await fetch(`${product.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: cut,
    });
    seen.answers.push({
      route: 'login',
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
    });
    expect(answer.status).toBe(400);
  }

  async function wrongIngestKey({ publishUrl }: Show): Promise<void> {
    const [, host, publicId] = /^rtmp:\/\/([^/]+)\/live\/([^?]+)/.exec(publishUrl) ?? [];
    const urls = [
      publishUrl.replace(/key=.*$/, `key=${plant('wrong ingest key')}`),
      publishUrl.replace(/\?key=.*$/, `/${plant('wrong key in the path')}`),
      `rtmp://${publicId}:${plant('wrong login')}@${host}/login/${publicId}`,
    ];
    // FFmpeg itself prints the address; its output is not ours.
    const codes = await Promise.all(urls.map(async (url) => (await startEncoder({ url }).exited).code));
    expect(codes).not.toContain(0);
  }

  async function preview({ creator, source }: Show): Promise<void> {
    const { preview: offered } = await creator.call('currentSession', {
      params: { sourceId: source.view.id },
    });
    if (offered?.hls_url == null) return;
    const wrong = `${offered.hls_url}?token=${plant('wrong play token')}`;
    expect((await fetch(wrong)).ok).toBe(false);
  }

  const hits = (text: string, except: (name: string) => boolean = () => false) =>
    [...canaries].filter(([name, value]) => !except(name) && text.includes(value)).map(([name]) => name);

  it('every canary was planted', () => {
    expect(canaries.size).toBeGreaterThanOrEqual(18);
    for (const [name, value] of canaries) expect(value.length, name).toBeGreaterThan(20);
  });

  it('in the arguments and environment of every process', () => {
    expect(seen.processes.size).toBeGreaterThan(4);
    expect([...seen.processes].flatMap((text) => hits(text))).toEqual([]);
  });

  it('in logs, at the most talkative level', () => {
    expect(product.logs().length).toBeGreaterThan(1_000);
    expect(hits(product.logs())).toEqual([]);
  });

  it('in answers of the API, but where the owner asked for it', () => {
    expect(seen.answers.length).toBeGreaterThan(25);
    const found = seen.answers.flatMap(({ route, text, headers }) => {
      const whole = `${text}\n${JSON.stringify([...headers])}`;
      return hits(whole, (name) => SHOWN_ON_PURPOSE[name]?.includes(route) ?? false).map(
        (name) => `${route}: ${name}`,
      );
    });
    expect(found).toEqual([]);
  });

  it('in frames of the socket', () => {
    expect(seen.frames.length).toBeGreaterThan(5);
    expect(seen.frames.flatMap((text) => hits(text))).toEqual([]);
  });

  it('in metrics', () => {
    expect(seen.metrics).toContain('neustream_');
    expect(hits(seen.metrics)).toEqual([]);
  });

  it('in the database', () => {
    expect(database).toContain('source_destinations');
    expect(hits(database)).toEqual([]);
  });

  it('in any file of the data folder, the files of the database included', () => {
    const files = readdirSync(product.dataDir, { recursive: true })
      .map((name) => join(product.dataDir, String(name)))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && !SECRET_FILES.test(path));
    expect(files.length).toBeGreaterThan(100);
    const found = files.flatMap((path) =>
      hits(readFileSync(path, 'latin1')).map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it('files that hold the installation’s own secrets are readable for their owner only', () => {
    const files = readdirSync(product.dataDir).filter((name) => SECRET_FILES.test(name));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const name of files) expect(statSync(join(product.dataDir, name)).mode & 0o077, name).toBe(0);
  });
});
