import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EncoderOptions, startEncoder } from '../kit/encoders/encoder.ts';
import { type Listener, listenersOf } from '../kit/listeners.ts';
import { Person } from '../kit/person.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { type Encode, Show } from '../kit/show.ts';

const LONG = 'x'.repeat(10_000);

const owned = new AsyncDisposableStack();
let product: Product;

beforeAll(async () => {
  product = owned.use(await Product.start());
});
afterAll(() => owned.disposeAsync());

describe('bad input, while a session is live', () => {
  let platform: ScriptedPlatform;
  let show: Show;

  beforeAll(async () => {
    platform = owned.use(await ScriptedPlatform.start());
    show = owned.use(
      await Show.begin({ product, targets: [{ name: 'platform', address: platform.address }] }),
    );
    await show.screen.allLive([show.destination('platform').id]);
  });

  /** The session of all tests here continues, in the one publish that it began with. */
  const expectUndisturbed = async () => {
    const before = platform.streams[0]?.videoMessages ?? 0;
    await until(() => (platform.streams[0]?.videoMessages ?? 0) > before + 15, {
      what: 'pictures keep coming',
    });
    expect(platform.streams).toHaveLength(1);
    expect(show.encoder.alive).toBe(true);
    expect(show.relay('platform')).toMatchObject({ status: 'LIVE', reason_code: null });
  };

  const encoderTo = (url: string) => {
    const encoder = startEncoder({ url });
    owned.use(encoder);
    return encoder;
  };

  it('a wrong ingest key is turned away', async () => {
    const other = await show.creator.createSource('Other stream');
    const sourceId = other.view.id;
    const { ingest } = await show.creator.goLive(sourceId, { destination_ids: [] });
    const url = `${ingest.rtmp?.server}/${other.view.public_id}?key=${randomBytes(32).toString('base64url')}`;
    expect((await encoderTo(url).exited).code).not.toBe(0);
    expect((await show.creator.openSession(sourceId))?.ingest.status).toBe('waiting');
    const nobody = `${ingest.rtmp?.server}/${'a'.repeat(16)}?key=${randomBytes(32).toString('base64url')}`;
    expect((await encoderTo(nobody).exited).code).not.toBe(0);
    await show.creator.endLive(sourceId);
    await expectUndisturbed();
  });

  it('a second publisher with the right key is turned away, told of, and the first goes on', async () => {
    expect((await encoderTo(show.publishUrl).exited).code).not.toBe(0);
    const seen = await show.screen.until(
      'the rejected encoder on the timeline',
      ({ session }) => session?.events.some(({ kind }) => kind === 'encoder.rejected') ?? false,
    );
    expect(seen.session?.ingest.status).toBe('publishing');
    await expectUndisturbed();
  });

  it('garbage on every listening port crashes and disturbs nothing', { timeout: 60_000 }, async () => {
    const pids = product.processes().map(({ pid }) => pid);
    const listeners = listenersOf(pids);
    expect(listeners.length).toBeGreaterThanOrEqual(9);
    await Promise.all(listeners.map(throwGarbage));
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    for (const part of ['server', 'media', 'mediamtx', 'postgres'] as const)
      expect(pids).toContain(product.pidOf(part));
    expect(listenersOf(pids)).toEqual(expect.arrayContaining(listeners));
    await expectUndisturbed();
  });

  it('names of 10,000 characters and other nonsense are refused field by field', async () => {
    const { creator, source, sessionId } = show;
    const sourceId = source.view.id;
    const refused = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof ApiFailure)) throw new Error(`It was not refused: ${String(error)}`);
      expect(error.requestId).toBeTruthy();
      return {
        status: error.status,
        code: error.code,
        fields: Object.keys((error.details as object) ?? {}),
      };
    };
    const invalid = (...fields: string[]) => ({ status: 422, code: 'VALIDATION_FAILED', fields });
    expect(await refused(creator.createSource(LONG))).toEqual(invalid('name'));
    expect(await refused(creator.createSource('   '))).toEqual(invalid('name'));
    const address = `rtmp://127.0.0.1/${LONG}`;
    expect(await refused(creator.addDestination(sourceId, { name: LONG, address, key: LONG }))).toEqual(
      invalid('name', 'rtmp_url', 'stream_key'),
    );
    expect(
      await refused(creator.call('updateSession', { params: { id: sessionId }, body: { title: LONG } })),
    ).toEqual(invalid('title'));
    const where = { url: product.url };
    expect(await refused(Person.signUp(where, { email: `${LONG}@example.com`, password: LONG }))).toEqual(
      invalid('email', 'password'),
    );
    expect(await refused(Person.signUp(where, { email: 'nobody', password: 'short' }))).toEqual(
      invalid('email', 'password'),
    );
    expect(await refused(creator.call('getSource', { params: { id: LONG } }))).toMatchObject({ status: 404 });
    expect(await refused(creator.call('getSource', { params: { id: randomUUID() } }))).toMatchObject({
      status: 404,
    });
    expect(await refused(Person.signUp(where, creator.account))).toMatchObject({
      status: 409,
      code: 'EMAIL_TAKEN',
    });
  });

  it.each([
    ['nothing at all', 422, ''],
    ['half of an object', 400, '{"name":'],
    ['a list', 400, '[]'],
    ['a null character', 422, '{"name":"a\\u0000b"}'],
    ['two megabytes', 413, JSON.stringify({ name: 'x'.repeat(2_000_000) })],
  ])('a body of %s is answered with %i and a sentence', async (_what, status, body) => {
    const answer = await fetch(`${product.url}/api/sources`, {
      method: 'POST',
      headers: { authorization: `Bearer ${show.creator.accessToken}`, 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: expect.stringMatching(/\w+ .*\.$/), fault: 'user' });
  });

  it('the same request twice is done once, also when both come at the same time', async () => {
    const creator = await Person.signUp({ url: product.url });
    const key = randomUUID();
    const send = () => creator.ask('createSource', { body: { name: 'Once' } }, { key });
    const together = await Promise.all([send(), send(), send()]);
    const [first, ...others] = together.filter(({ status }) => status === 201);
    expect(first).toBeDefined();
    for (const { text } of others) expect(text).toBe(first?.text);
    for (const { status } of together) expect([201, 409]).toContain(status);
    const later = await send();
    expect([later.status, later.text]).toEqual([201, first?.text]);
    expect((await creator.call('listSources', {})).sources).toHaveLength(1);
    const reused = await creator.ask('createSource', { body: { name: 'Other' } }, { key });
    expect([reused.status, JSON.parse(reused.text)]).toMatchObject([422, { code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('another person’s things are not there', async () => {
    const stranger = await Person.signUp({ url: product.url });
    const sourceId = show.source.view.id;
    const relay = { id: show.sessionId, destinationId: show.destination('platform').id };
    const calls = [
      stranger.ask('getSource', { params: { id: sourceId } }),
      stranger.ask('listDestinations', { params: { id: sourceId } }),
      stranger.ask('goLive', { params: { sourceId }, body: {} }),
      stranger.ask('endLive', { params: { sourceId } }),
      stranger.ask('currentSession', { params: { sourceId } }),
      stranger.ask('getSession', { params: { id: show.sessionId } }),
      stranger.ask('sessionReport', { params: { id: show.sessionId } }),
      stranger.ask('rotateIngestKey', { params: { id: sourceId } }),
      stranger.ask('deleteDestination', { params: { id: relay.destinationId } }),
      ...(['addRelay', 'pauseRelay', 'resumeRelay', 'retryRelay', 'removeRelay'] as const).map((name) =>
        stranger.ask(name, { params: relay }),
      ),
    ];
    for (const { route, status } of await Promise.all(calls)) expect([route, status]).toEqual([route, 404]);
    await expectUndisturbed();
  });
});

describe.concurrent('an encoder that sends what platforms do not take', () => {
  const begin = async (targets: Parameters<typeof Show.begin>[0]['targets'], encode: Encode) =>
    owned.use(await Show.begin({ product, targets, encode }));

  it('sound and picture of old Flash are refused with a sentence that says what to set', async () => {
    await using platform = await ScriptedPlatform.start();
    const show = await begin([{ name: 'platform', address: platform.address }], (url) =>
      startEncoder({ url, video: ['-c:v', 'flv1'], audio: ['-c:a', 'libmp3lame', '-ar', '44100'] }),
    );
    const told = await show.screen.until(
      'the rejected encoder',
      ({ session }) => session?.events.some(({ kind }) => kind === 'encoder.rejected') ?? false,
      30_000,
    );
    const event = told.session?.events.find(({ kind }) => kind === 'encoder.rejected');
    expect(event?.data.problem).toMatch(/H\.264.*AAC/);
    expect(platform.publishRequests).toBe(0);
  });

  it('HEVC is sent where it is taken, and refused by name where it is not', async () => {
    await using open = await ScriptedPlatform.start();
    await using choosy = await ScriptedPlatform.start();
    const targets = [
      { name: 'open', address: open.address },
      { name: 'choosy', address: choosy.address, platform: 'twitch' },
    ];
    const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:keyint=30'];
    const show = await begin(targets, overSrt({ video: hevc }));
    await show.screen.allLive([show.destination('open').id], 30_000);
    expect(show.screen.session?.ingest).toMatchObject({
      protocol: 'srt',
      video_codec: expect.stringMatching(/hvc1|H\.?265|HEVC/i),
    });
    expect(show.relay('choosy')).toMatchObject({
      status: 'ERROR',
      reason_code: 'CODEC_UNSUPPORTED',
      fault: 'user',
    });
    expect(show.relay('choosy').action).toMatch(/H\.264/);
    expect(choosy.publishRequests).toBe(0);
    await until(() => (open.streams[0]?.videoMessages ?? 0) > 30, { what: 'a second of picture' });
    expect(open.streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
  });

  it('SRT with H.264 and AAC goes live like RTMP', async () => {
    await using platform = await ScriptedPlatform.start();
    const targets = [{ name: 'platform', address: platform.address }];
    const show = await begin(targets, overSrt());
    const session = await show.screen.allLive([show.destination('platform').id], 30_000);
    expect(session.ingest).toMatchObject({ status: 'publishing', protocol: 'srt' });
    await until(() => (platform.streams[0]?.audioMessages ?? 0) > 30, { what: 'sound' });
    expect(platform.streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
  });
});

/** An encoder that publishes by SRT. */
function overSrt(options: Partial<EncoderOptions> = {}): Encode {
  return (_url, { srt }) => startEncoder({ url: srt?.url ?? '', format: 'mpegts', ...options });
}

/** Random bytes, a truncated handshake and a request that never ends, on one port. */
async function throwGarbage({ transport, port }: Listener): Promise<void> {
  if (transport === 'udp') {
    const socket = createSocket('udp4');
    for (const size of [1, 16, 200, 1400]) {
      await new Promise((resolve) => socket.send(randomBytes(size), port, '127.0.0.1', resolve));
    }
    socket.close();
    return;
  }
  const pieces = [
    randomBytes(64 * 1024),
    Buffer.concat([Buffer.from([3]), randomBytes(700)]),
    Buffer.concat([
      Buffer.from([3]),
      randomBytes(1536 * 2),
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
      randomBytes(5_000),
    ]),
    Buffer.from(`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    Buffer.from('POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n{'),
    Buffer.from([0x16, 3, 1, 0xff, 0xff, 1, 0, 0, 0]),
  ];
  await Promise.all(pieces.map((piece) => sendAndLeave(port, piece)));
}

/** Sends, closes its own side, and leaves once the other side has answered or closed, or after a second. */
function sendAndLeave(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const leave = () => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(1_000, leave);
    socket.once('error', leave).once('close', leave).resume();
    socket.end(bytes);
  });
}
