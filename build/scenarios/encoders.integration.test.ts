import { join } from 'node:path';
import type { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEncoder } from '../kit/encoders/encoder.ts';
import { OBS_DEFAULT, ODD_SIZE, SILENCE } from '../kit/encoders/presets.ts';
import { Ledger } from '../kit/ledger.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { backwardsMs, packetsOf, probe, shiftsMs } from '../kit/recording.ts';
import { Show } from '../kit/show.ts';

/** With time for a busy machine. */
const LIVE_WITHIN_MS = 20_000;

describe.concurrent('encoders as people have them', () => {
  const owned = new AsyncDisposableStack();
  let product: Product;
  beforeAll(async () => {
    product = owned.use(await Product.start());
  });
  afterAll(() => owned.disposeAsync());

  it('OBS as it is installed goes live: key frames far apart, B-frames and sound at 44.1 kHz arrive as sent', async () => {
    const ledger = new Ledger();
    const certificate = await product.authority.issue(['localhost']);
    await using secure = await ScriptedPlatform.start({ certificate, onMedia: ledger.onMedia });
    await using independent = await IndependentPlatform.start({
      name: 'independent',
      folder: join(product.dataDir, 'obs'),
    });
    const copyTo = join(product.dataDir, 'obs-sent.flv');
    const targets = [independent, { name: 'secure', address: secure.address }];
    await using show = await Show.begin({
      product,
      targets,
      encode: (url): Child => startEncoder({ url, preset: OBS_DEFAULT, copyTo }),
    });
    const session = await show.screen.allLive(
      show.destinations.map(({ id }) => id),
      LIVE_WITHIN_MS,
    );
    expect(session.ingest).toMatchObject({ status: 'publishing', width: 640, height: 360 });
    await until(async () => (await independent.report()).streams.some(({ pictures }) => pictures > 270), {
      what: 'a whole group of pictures and the begin of the next',
      timeoutMs: 20_000,
    });
    await show.creator.endLive(show.source.view.id);
    await show.screen.until('the end', ({ status }) => status === 'offline');
    await show.encoder.stop();
    for (const [stream] of [secure.streams, (await independent.report()).streams]) {
      expect(stream).toMatchObject({ beganWithKeyFrame: true, backwards: 0, codecs: ['avc1', 'mp4a'] });
    }
    expect(ledger.videoGap(secure.streams[0]!).mediaMs).toBeLessThan(35);
    const { recordings } = await independent.finish();
    const [sent, received] = await Promise.all([probe(copyTo), probe(recordings[0] ?? '')]);
    expect(received.streams.find(({ codec_type }) => codec_type === 'audio')?.sample_rate).toBe(44_100);
    const pictures = packetsOf(received, 'video');
    expect(pictures.some(({ pts_time, dts_time }) => pts_time > dts_time + 0.04)).toBe(true);
    expect(pictures.filter(({ flags }) => flags.startsWith('K')).length).toBeGreaterThanOrEqual(2);
    expect(backwardsMs(received, 'video')).toBe(0);
    const shifts = [...shiftsMs(sent, received, 'video'), ...shiftsMs(sent, received, 'audio')];
    expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThanOrEqual(40);
  });

  it.each([
    ['that sends silence', SILENCE],
    ['that holds a phone upright', ODD_SIZE],
  ])('a person %s goes live', async (_who, preset) => {
    const ledger = new Ledger();
    await using platform = await ScriptedPlatform.start(ledger);
    await using show = await Show.begin({
      product,
      targets: [{ name: 'platform', address: platform.address }],
      encode: (url) => startEncoder({ url, preset }),
    });
    const session = await show.screen.allLive([show.destination('platform').id], LIVE_WITHIN_MS);
    const { width, height } = preset;
    expect(session.ingest).toMatchObject({ status: 'publishing', width, height });
    await until(() => (platform.streams[0]?.pictures ?? 0) > 60, { what: 'two seconds of picture' });
    const [stream] = platform.streams;
    expect(stream).toMatchObject({ beganWithKeyFrame: true, backwards: 0, codecs: ['avc1', 'mp4a'] });
    expect(stream?.audioMessages).toBeGreaterThan(60);
    expect(ledger.videoGap(stream!).mediaMs).toBeLessThan(51);
  });
});
