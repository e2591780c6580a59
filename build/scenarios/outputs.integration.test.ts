import { join } from 'node:path';
import { until } from '@neustream/shared/node/wait.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEncoder } from '../kit/encoders/encoder.ts';
import { SMALL } from '../kit/encoders/presets.ts';
import { Ledger } from '../kit/ledger.ts';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { backwardsMs, largestGapMs, packetsOf, probe, type Recording, shiftsMs } from '../kit/recording.ts';
import { Show } from '../kit/show.ts';

const IN_STEP_MS = 40;
const FRAME_MS = 1000 / 30;
/** A server that acknowledges nothing is believed once it has kept a publish for 3 s. */
const UNTIL_BELIEVED_S = 4;
const KEY_FRAME_MS = FRAME_MS * SMALL.keyFrameEvery;

describe('Timeline: what each platform received of one session', () => {
  const owned = new AsyncDisposableStack();
  const recordings = new Map<string, Recording>();
  const ledger = new Ledger();
  let source: Recording;
  let pausing: ScriptedPlatform;
  let show: Show;

  beforeAll(async () => {
    const product = owned.use(await Product.start());
    const { authority, dataDir } = product;
    const certificate = await authority.issue(['localhost']);
    const independent = async (name: string, secure: boolean) =>
      owned.use(
        await IndependentPlatform.start({
          name,
          folder: join(dataDir, name),
          ...(secure ? { certificate } : {}),
        }),
      );
    const platforms = [await independent('plain', false), await independent('secure', true)];
    const late = await independent('late', false);
    pausing = owned.use(await ScriptedPlatform.start({ onMedia: ledger.onMedia }));
    const copy = join(dataDir, 'source.flv');
    const targets = [...platforms, { name: 'pausing', address: pausing.address }];
    show = owned.use(
      await Show.begin({ product, targets, encode: (url) => startEncoder({ url, copyTo: copy }) }),
    );
    const { creator, sessionId, screen } = show;
    await screen.allLive(show.destinations.map(({ id }) => id));

    const added = await creator.addDestination(show.source.view.id, late);
    const params = { id: sessionId, destinationId: show.destination('pausing').id };
    await creator.call('pauseRelay', { params });
    await until(() => pausing.current.length === 0, { what: 'the paused platform is left' });
    await screen.allLive([added.id]);
    await creator.call('resumeRelay', { params });
    await screen.allLive([params.destinationId]);
    for (const platform of [...platforms, late]) {
      await until(
        async () => (await platform.report()).streams.some(({ videoMessages }) => videoMessages > 120),
        {
          what: `${platform.name} received 4 seconds`,
        },
      );
    }
    await creator.endLive(show.source.view.id);
    await screen.until('the end', ({ status }) => status === 'offline');
    await show.encoder.stop();
    for (const platform of [...platforms, late]) {
      const { recordings: files, streams } = await platform.finish();
      expect(streams.map(({ endedAt }) => endedAt)).not.toContain(null);
      expect(files).toHaveLength(1);
      recordings.set(platform.name, await probe(files[0] ?? ''));
    }
    source = await probe(copy);
  });
  afterAll(() => owned.disposeAsync());

  const each = (check: (recording: Recording, name: string) => void) => {
    expect(recordings.size).toBe(3);
    for (const [name, recording] of recordings) check(recording, name);
  };

  it('is H.264 and AAC in the size of the source', () => {
    each(({ streams }) => {
      const video = streams.find(({ codec_type }) => codec_type === 'video');
      expect(video).toMatchObject({ codec_name: 'h264', width: 320, height: 180 });
      expect(streams.find(({ codec_type }) => codec_type === 'audio')?.codec_name).toBe('aac');
      expect(streams.filter(({ codec_type }) => codec_type !== 'data')).toHaveLength(2);
    });
  });

  it('begins with a key frame, also where a platform was added while live', () => {
    each((recording) => expect(packetsOf(recording, 'video')[0]?.flags).toMatch(/^K/));
  });

  it('never goes backwards and misses nothing', () => {
    each((recording) => {
      expect(backwardsMs(recording, 'video')).toBe(0);
      expect(backwardsMs(recording, 'audio')).toBe(0);
      expect(largestGapMs(recording, 'video')).toBeLessThanOrEqual(FRAME_MS + 2);
      expect(largestGapMs(recording, 'audio')).toBeLessThanOrEqual(30);
    });
  });

  it('keeps sound and picture within 40 ms of the offset they had at the source', () => {
    each((recording) => {
      const [video, audio] = [shiftsMs(source, recording, 'video'), shiftsMs(source, recording, 'audio')];
      expect(video.length).toBeGreaterThan(90);
      expect(audio.length).toBeGreaterThan(150);
      expect(Math.max(...video) - Math.min(...audio)).toBeLessThanOrEqual(IN_STEP_MS);
      expect(Math.max(...audio) - Math.min(...video)).toBeLessThanOrEqual(IN_STEP_MS);
    });
  });

  it('after a pause begins anew with codec headers and a key frame, and its time from 0', () => {
    const [before, after] = pausing.streams;
    expect(pausing.streams).toHaveLength(2);
    expect([before?.beganWithKeyFrame, after?.beganWithKeyFrame]).toEqual([true, true]);
    expect([before?.backwards, after?.backwards]).toEqual([0, 0]);
    for (const stream of [before, after]) {
      expect(stream?.firstTimestamp).toBeGreaterThanOrEqual(0);
      expect(stream?.firstTimestamp).toBeLessThan(KEY_FRAME_MS);
    }
  });

  it('leaves a report in which nothing went wrong', async () => {
    const report = await show.creator.call('sessionReport', { params: { id: show.sessionId } });
    expect(report.session).toMatchObject({ status: 'ENDED', end_reason: 'USER_ENDED' });
    expect(report.incidents).toEqual([]);
    const { live_at, ended_at } = report.session;
    const lastedS = (Date.parse(ended_at ?? '') - Date.parse(live_at ?? '')) / 1000;
    for (const { name, live_seconds } of report.destinations) {
      if (name !== 'pausing' && name !== 'late')
        expect(live_seconds).toBeGreaterThan(lastedS - UNTIL_BELIEVED_S);
    }
  });
});
