import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectPage } from '../kit/encoders/direct.ts';
import { HD } from '../kit/encoders/presets.ts';
import { Line } from '../kit/line.ts';
import { Person } from '../kit/person.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { Screen } from '../kit/screen.ts';

/** The kernel deals pages out at random: in so many tries each of two lanes gets one, but for once in a million. */
const TRIES = 20;

let product: Product;
beforeAll(async () => {
  product = await Product.start({ settings: { DEFAULT_PLAN: 'pro', LANES: '2' } });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

/** Goes live to one platform, with nothing that publishes yet. */
async function open(platform: ScriptedPlatform) {
  const creator = await Person.signUp({ url: product.url });
  const { view } = await creator.createSource();
  const destination = await creator.addDestination(view.id, { name: 'P', address: platform.address });
  const { ingest, session } = await creator.goLive(view.id);
  const { direct } = ingest;
  if (direct === null) throw new Error('The node offers pages nothing.');
  const { accessToken } = creator;
  const screen = new Screen({ url: product.url, accessToken, sourceId: view.id });
  const hello = { type: 'publish', path: direct.path, key: direct.key, encoder: 'Studio test' };
  return { creator, sourceId: view.id, destination, session, direct, hello, screen };
}

describe('a page that publishes straight to the ingest', () => {
  it('is live at a platform with its first key frame, and is told what has arrived', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    await using page = await DirectPage.hello(direct.url, hello);
    await page.hears('admitted');
    await page.encode();
    const session = await screen.allLive([destination.id]);
    expect(session.ingest).toMatchObject({ protocol: 'direct', status: 'publishing', video_codec: 'avc1' });
    await until(() => (platform.streams[0]?.videoMessages ?? 0) > 60, { what: 'two seconds of picture' });
    expect(platform.streams).toHaveLength(1);
    expect(platform.streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
    expect(platform.streams[0]?.audioMessages).toBeGreaterThan(30);
    const told = page.answers.filter(({ type }) => type === 'received').length;
    expect(told).toBeGreaterThan(4);
  });

  it('is served by whichever lane it reaches, also when its session has begun in the other', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    const wasHandedOver = () =>
      product
        .logs()
        .split('\n')
        .some((line) => line.includes('an encoder is handed over') && line.includes(direct.path.slice(5)));
    for (let tries = 0; !wasHandedOver(); tries += 1) {
      expect(tries, 'pages that all came to the same lane').toBeLessThan(TRIES);
      await using page = await DirectPage.hello(direct.url, hello);
      await page.hears('admitted');
      await page.encode();
      await page.arrives(20_000);
    }
    await screen.allLive([destination.id]);
    expect(platform.streams.every(({ backwards }) => backwards === 0)).toBe(true);
  });

  it('with a wrong key is refused in a code, and so is one that says no hello', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen } = await open(platform);
    using _ = screen;
    await using wrong = await DirectPage.hello(direct.url, { ...hello, key: 'wrong' });
    await wrong.hears('ended');
    expect(wrong.told('ended')).toEqual({ type: 'ended', code: 'REFUSED' });
    for (const garbage of ['GET / HTTP/1.1\r\n\r\n', '{}\n', '{"type":"publish"}\n', 'x'.repeat(5000)]) {
      await using page = await DirectPage.connect(direct.url);
      page.socket.send(Buffer.from(garbage));
      await page.hears('ended');
      expect(page.told('ended')).toEqual({ type: 'ended', code: 'BROKEN' });
    }
    expect(platform.publishRequests).toBe(0);
  });

  it('that fell silent gives way to the one that took its place, and is told', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    await using silent = await DirectPage.hello(direct.url, hello);
    await silent.hears('admitted');
    await using second = await DirectPage.hello(direct.url, hello);
    await second.hears('admitted');
    await silent.hears('ended');
    expect(silent.told('ended')?.code).toBe('REPLACED');
    await second.encode();
    await screen.allLive([destination.id]);
    await using third = await DirectPage.hello(direct.url, hello);
    await third.hears('ended');
    expect(third.told('ended')?.code).toBe('ALREADY_PUBLISHING');
  });

  it('over a line that dies without a word gives way too, and its viewers see the same stream go on', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    await using line = await Line.to(direct.url);
    await using page = await DirectPage.hello(line.url, hello);
    await page.hears('admitted');
    await page.encode();
    await screen.allLive([destination.id]);
    line.cut();
    await using second = await DirectPage.hello(direct.url, hello);
    await second.hears('admitted');
    await second.encode();
    await second.arrives(50_000);
    expect(platform.streams).toHaveLength(1);
    expect(platform.streams[0]).toMatchObject({ endedAt: null, backwards: 0 });
  });

  it('over a slow line is read as fast as that brings it, and nothing of it is lost', async () => {
    await using platform = await ScriptedPlatform.start();
    const { direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    await using line = await Line.to(direct.url);
    await using page = await DirectPage.hello(line.url, hello);
    await page.hears('admitted');
    await page.encode(HD);
    await screen.allLive([destination.id]);
    line.slowTo(100_000);
    const lag = () => page.sentBytes - (page.told('received')?.bytes ?? 0);
    await until(() => lag() > 500_000, { what: 'the page is ahead of its line' });
    const [stream] = platform.streams;
    const before = stream?.videoMessages ?? 0;
    await until(() => (stream?.videoMessages ?? 0) > before, { what: 'its picture still comes' });
    line.slowTo(Number.POSITIVE_INFINITY);
    await until(() => lag() < 100_000, { what: 'the ingest catches up' });
    expect(page.told('ended')).toBeUndefined();
    expect(platform.streams).toEqual([stream]);
    expect(stream?.backwards).toBe(0);
  });

  it('opens a session by itself with the key of its source, as every encoder does', async () => {
    const creator = await Person.signUp({ url: product.url });
    const { view, ingestKey } = await creator.createSource();
    const { measurement } = await creator.call('measureUplink');
    await using page = await DirectPage.hello(measurement?.url ?? '', {
      type: 'publish',
      path: `live/${view.public_id}`,
      key: ingestKey,
      encoder: 'Studio test',
    });
    await page.hears('admitted');
    await page.encode();
    await until(async () => (await creator.openSession(view.id))?.ingest?.status === 'publishing', {
      what: 'its session has a picture',
    });
    expect((await creator.openSession(view.id))?.ingest).toMatchObject({
      protocol: 'direct',
      encoder: expect.any(String),
    });
  });

  it('is told when its session ends', async () => {
    await using platform = await ScriptedPlatform.start();
    const { creator, sourceId, direct, hello, screen, destination } = await open(platform);
    using _ = screen;
    await using page = await DirectPage.hello(direct.url, hello);
    await page.hears('admitted');
    await page.encode();
    await screen.allLive([destination.id]);
    await creator.endLive(sourceId);
    await page.hears('ended');
    expect(page.told('ended')?.code).toBe('SESSION_OVER');
    await until(() => page.closed, { what: 'the ingest hangs up' });
    await using late = await DirectPage.hello(direct.url, hello);
    await late.hears('ended');
    expect(late.told('ended')?.code).toBe('REFUSED');
  });

  it('takes a show up again with a new key, and the one before is good no more', async () => {
    await using platform = await ScriptedPlatform.start();
    const { creator, direct, hello, session, screen, destination } = await open(platform);
    using _ = screen;
    {
      await using page = await DirectPage.hello(direct.url, hello);
      await page.hears('admitted');
      await page.encode();
      await screen.allLive([destination.id]);
    }
    const { ingest } = await creator.call('takeUpSession', { params: { id: session.id } });
    await using old = await DirectPage.hello(direct.url, hello);
    await old.hears('ended');
    expect(old.told('ended')?.code).toBe('REFUSED');
    await using page = await DirectPage.hello(direct.url, { ...hello, key: ingest.direct?.key });
    await page.hears('admitted');
    await page.encode();
    await screen.allLive([destination.id]);
    expect(platform.streams).toHaveLength(1);
    const stranger = await Person.signUp({ url: product.url });
    await expect(stranger.call('takeUpSession', { params: { id: session.id } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('a page that measures its uplink', () => {
  /** Asks for a permit, and connects with it. */
  async function measure(creator: Person): Promise<DirectPage> {
    const { measurement } = await creator.call('measureUplink');
    if (measurement === null) throw new Error('Nothing to measure with.');
    return DirectPage.hello(measurement.url, { type: 'measure', permit: measurement.permit });
  }

  it('is told what arrived, and nothing of it goes anywhere', async () => {
    const creator = await Person.signUp({ url: product.url });
    await using page = await measure(creator);
    await page.hears('admitted');
    for (let sent = 0; sent < 40; sent += 1) page.socket.send(new Uint8Array(50_000));
    await until(() => page.told('received')?.bytes === 2_000_000, { what: 'everything arrived' });
    const { sessions } = await creator.call('listSessions', {});
    expect(sessions).toEqual([]);
  });

  it('does so once at a time, whichever lane it reaches, and with a permit of this node', async () => {
    const creator = await Person.signUp({ url: product.url });
    const first = await measure(creator);
    await first.hears('admitted');
    // Each connection comes to one lane or the other: among eight, both are met.
    for (let round = 0; round < 8; round += 1) {
      await using page = await measure(creator);
      await page.hears('ended');
      expect(page.told('ended')?.code).toBe('NOT_NOW');
    }
    const { measurement } = await creator.call('measureUplink');
    await using forged = await DirectPage.hello(measurement?.url ?? '', {
      type: 'measure',
      permit: `${measurement?.permit}x`,
    });
    await forged.hears('ended');
    expect(forged.told('ended')?.code).toBe('REFUSED');
    await first[Symbol.asyncDispose]();
    await until(
      async () => {
        await using page = await measure(creator);
        await until(() => page.told('admitted') !== undefined || page.told('ended') !== undefined, {
          what: 'an answer',
        });
        return page.told('admitted') !== undefined;
      },
      { what: 'the account may measure again' },
    );
  });
});
