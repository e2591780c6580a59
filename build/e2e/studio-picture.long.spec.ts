import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { probe } from '../kit/recording.ts';
import {
  beginningsOf,
  flashesIn,
  levelBetween,
  median,
  samplesOf,
  stillAt,
  toneBetween,
} from '../kit/recording-content.ts';
import { barsFilm, FLASHING, FLASHING_PAGE, fanFile, halvesPicture, toneFile } from './support/films.ts';
import { MICROPHONE, SCENE, SCREEN, SEEN, SHARED } from './support/picture-scene.ts';
import { StudioBrowser } from './support/studio-browser.ts';
import { expect, test } from './support/test.ts';
import { Visitor } from './support/visitor.ts';

/** Of 255: what encoding makes of a colour. */
const MOST_COLOUR_ERROR = 8;

test('each layer and each tone of the studio arrives at two platforms as it is in the scene', async ({
  creator,
  product,
}) => {
  const platforms = await Promise.all(
    ['one', 'two'].map((name) =>
      IndependentPlatform.start({ name, folder: `${product.dataDir}/picture-${name}` }),
    ),
  );
  const { view } = await creator.createSource();
  for (const { name, address } of platforms) await creator.addDestination(view.id, { name, address });
  await creator.call('saveCollection', { body: { based_on: 0, collection: SCENE } });
  const [bars, tone, halves] = await Promise.all([
    barsFilm(product.dataDir),
    toneFile(product.dataDir, { hertz: MICROPHONE.hertz, peakDb: MICROPHONE.peakDb, rate: 44_100 }),
    halvesPicture(product.dataDir),
  ]);
  await using browser = await StudioBrowser.start({
    url: product.url,
    person: creator,
    without: ['--use-fake-ui-for-media-stream'],
    allowed: ['camera', 'microphone'],
    args: [
      `--use-file-for-fake-video-capture=${bars}`,
      `--use-file-for-fake-audio-capture=${tone}`,
      `--auto-select-tab-capture-source-by-title=${FLASHING}`,
    ],
  });
  const { page } = browser;
  const visitor = new Visitor(page);
  const flashing = await page.context().newPage();
  await flashing.setContent(FLASHING_PAGE);
  await page.goto('/studio');
  await page.getByRole('button', { name: 'Actions for Logo' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(halves);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Choose what to share' }).click();
  await expect(page.getByRole('meter', { name: 'Level of Screen' })).toBeAttached();
  await visitor.goLiveFromStudio();
  for (const { name } of platforms) await visitor.seesRelay(name, 'LIVE', 30_000);
  const received = async () =>
    Promise.all(platforms.map(async (one) => (await one.report()).streams[0]?.pictures ?? 0));
  await expect.poll(async () => Math.min(...(await received())), { timeout: 40_000 }).toBeGreaterThan(190);

  // What is shared goes away: nothing of it stays in the picture, and the rest goes on.
  await flashing.close();
  await expect(page.getByText('The share ended. Choose again what to show.').first()).toBeVisible();
  const more = Math.max(...(await received())) + 15;
  await expect.poll(async () => Math.min(...(await received())), { timeout: 20_000 }).toBeGreaterThan(more);
  await page.getByRole('button', { name: 'End' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'offline');

  for (const platform of platforms) {
    const [file = ''] = (await platform.finish()).recordings;
    const { streams } = await probe(file);
    expect(streams.find(({ codec_type }) => codec_type === 'video')).toMatchObject({
      codec_name: 'h264',
      width: 1280,
      height: 720,
      color_range: 'tv',
      color_space: 'bt709',
    });
    expect(streams.find(({ codec_type }) => codec_type === 'audio')).toMatchObject({
      codec_name: 'aac',
      sample_rate: 48_000,
    });
    await expectLayers(file);
    await expectTones(file);
  }
});

async function expectLayers(file: string): Promise<void> {
  const still = await stillAt(file, { seconds: 3, width: 1280 });
  const off = SEEN.map(([what, x, y, colour]) => {
    const seen = still.at((x * 1280) / 1920, (y * 720) / 1080);
    return {
      what,
      seen,
      by: Math.max(...seen.map((value, index) => Math.abs(value - (colour[index] ?? 0)))),
    };
  });
  expect(off.filter(({ by }) => by > MOST_COLOUR_ERROR)).toEqual([]);
  // The letters are white, and less of them than of their paper.
  const across = Array.from({ length: 100 }, (_, index) =>
    still.at(((540 + 3.8 * index) * 1280) / 1920, (700 * 720) / 1080),
  );
  const white = across.filter((colour) => Math.min(...colour) > 200).length;
  expect(white).toBeGreaterThan(10);
  expect(white).toBeLessThan(70);
}

async function expectTones(file: string): Promise<void> {
  const area = {
    x: SCREEN.x / 1920,
    y: SCREEN.y / 1080,
    width: SCREEN.width / 1920,
    height: SCREEN.height / 1080,
  };
  const flashes = (await flashesIn(file, area)).filter((seconds) => seconds > 1.5);
  expect(flashes.length).toBeGreaterThan(3);
  for (const channel of [0, 1] as const) {
    const samples = await samplesOf(file, channel);
    const spoken = toneBetween(samples, MICROPHONE.hertz, { from: 1.5, to: 5 });
    const beeps = beginningsOf(samples, SHARED.hertz);
    const offsets = flashes.map((flash) => {
      const nearest = beeps.reduce(
        (best, beep) => (Math.abs(beep - flash) < Math.abs(best - flash) ? beep : best),
        0,
      );
      return 1000 * (nearest - flash);
    });
    // A beep of which nothing was left out.
    const shared = Math.max(
      ...flashes.map((flash) => toneBetween(samples, SHARED.hertz, { from: flash + 0.05, to: flash + 0.15 })),
    );
    expect(Math.abs(spoken - MICROPHONE.peakDb - MICROPHONE.gainDb)).toBeLessThan(1);
    expect(Math.abs(shared - SHARED.peakDb - SHARED.gainDb)).toBeLessThan(1);
    expect(Math.abs(median(offsets))).toBeLessThan(40);
  }
}

test('noise is down by 20 dB and more at the platform', async ({ creator, product }) => {
  const platform = await IndependentPlatform.start({
    name: 'quiet',
    folder: `${product.dataDir}/picture-quiet`,
  });
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  await creator.call('saveCollection', { body: { based_on: 0, collection: SCENE } });
  await using browser = await StudioBrowser.start({
    url: product.url,
    person: creator,
    args: [`--use-file-for-fake-audio-capture=${await fanFile(product.dataDir)}`],
  });
  const { page } = browser;
  const visitor = new Visitor(page);
  await page.goto('/studio');
  await visitor.goLiveFromStudio();
  await visitor.seesRelay('Platform', 'LIVE', 30_000);
  /** Where the platform's clock is now, in s. */
  const clock = async () => ((await platform.report()).streams[0]?.lastTimestamp ?? 0) / 1000;
  const passed = async (seconds: number) => {
    const to = (await clock()) + seconds;
    await expect.poll(clock, { timeout: 20_000, intervals: [100] }).toBeGreaterThan(to);
    return clock();
  };
  const heard: { from: number; to: number }[] = [];
  const listen = async () => {
    const from = await passed(1.5);
    heard.push({ from, to: await passed(1) });
  };
  await listen();
  await page.getByRole('button', { name: 'Sound settings of Microphone' }).click();
  for (const name of ['The browser’s', 'RNNoise', 'GTCRN']) {
    await page.getByRole('combobox', { name: 'Noise suppression' }).click();
    await page.getByRole('option', { name }).click();
    await listen();
  }
  const [file = ''] = (await platform.finish()).recordings;
  const samples = await samplesOf(file, 0);
  const levels = heard.map((when) => levelBetween(samples, when));
  const [off = 0, browsers = 0, rnnoise = 0, gtcrn = 0] = levels;
  for (const ours of [rnnoise, gtcrn]) {
    expect(off - ours).toBeGreaterThan(20);
    // The browser's own works before ours, and is not what makes it quiet.
    expect(browsers - ours).toBeGreaterThan(10);
  }
});
