import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import type { Page } from '@playwright/test';
import { familyOf } from '../kit/process-list.ts';
import { StudioBrowser } from './support/studio-browser.ts';
import { expect, test } from './support/test.ts';

/** Ends one of the browser's services, as a driver that crashes does. */
function kill(service: string): void {
  const found = familyOf(process.pid).filter(({ command }) =>
    command.includes(`--utility-sub-type=${service}`),
  );
  expect(found.length).toBeGreaterThan(0);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
}

const level = (page: Page, name: string) =>
  page
    .getByRole('meter', { name })
    .evaluate((meter) => (meter instanceof HTMLMeterElement ? meter.value : 0));

/** Pictures of the camera so far. */
const pictures = (page: Page) =>
  page.evaluate(() => {
    const said: { inputs: Record<string, { count: number }> }[] = Reflect.get(window, 'engineSays') ?? [];
    return Math.max(0, ...Object.values(said.at(-1)?.inputs ?? {}).map(({ count }) => count));
  });

test('camera and microphone come back by themselves when what serves them dies', async ({
  creator,
  page,
}) => {
  await page.addInitScript(() => {
    const Real = window.Worker;
    const says: unknown[] = [];
    Reflect.set(window, 'engineSays', says);
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }) => data.type === 'stats' && says.push(data));
      }
    };
  });
  await creator.createSource();
  await page.goto('/studio');
  // More than come between two counts: one that was opened again is told by having fewer.
  await until(async () => (await pictures(page)) > 60, { what: 'the camera is seen', timeoutMs: 20_000 });
  await until(async () => (await level(page, 'What viewers hear')) > -50, { what: 'it is heard' });

  kill('video_capture.mojom.VideoCaptureService');
  // A camera that is opened again counts its pictures from the beginning.
  await until(async () => (await pictures(page)) < 60, { what: 'the camera is gone', everyMs: 20 });
  await until(async () => (await pictures(page)) > 15, { what: 'the camera is back', timeoutMs: 20_000 });
  await expect(page.getByText('It was unplugged', { exact: false })).toHaveCount(0);

  kill('audio.mojom.AudioService');
  await until(async () => (await level(page, 'Level of Microphone')) > -50, {
    what: 'the microphone is heard again',
    timeoutMs: 20_000,
  });
  await until(async () => (await level(page, 'What viewers hear')) > -50, { what: 'viewers hear it again' });
});

test('what was denied is said, and comes by itself once it is allowed', async ({ creator, product }) => {
  await creator.createSource();
  await using studio = await StudioBrowser.start({
    url: product.url,
    person: creator,
    without: ['--use-fake-ui-for-media-stream'],
    allowed: [],
  });
  const { page } = studio;
  await page.goto('/studio');
  await expect(page.getByText('does not let this page use the camera', { exact: false })).toBeVisible();
  const mixer = page.getByRole('region', { name: 'Sound' });
  await expect(mixer.getByText('does not let this page use the microphone', { exact: false })).toBeVisible();
  await expect(mixer.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.context().grantPermissions(['camera', 'microphone'], { origin: product.url });
  await expect(page.getByText('does not let this page', { exact: false })).toHaveCount(0);
  await until(async () => (await level(page, 'Level of Microphone')) > -50, {
    what: 'the microphone is heard',
  });
});

test('without any camera the studio says so, and works', async ({ creator, product }) => {
  await creator.createSource();
  await using studio = await StudioBrowser.start({
    url: product.url,
    person: creator,
    without: ['--use-fake-device-for-media-stream'],
    args: ['--use-fake-device-for-media-stream=device-count=0'],
  });
  const { page } = studio;
  await page.goto('/studio');
  await expect(page.getByText('No camera was found', { exact: false })).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByRole('button', { name: 'Go live' })).toBeEnabled();
});

test('a camera that another program uses is said, and is there on the next try', async ({
  creator,
  page,
}) => {
  await page.addInitScript(() => {
    const { getUserMedia } = MediaDevices.prototype;
    let isFree = false;
    MediaDevices.prototype.getUserMedia = function (constraints) {
      if (isFree || constraints?.video === undefined) return getUserMedia.call(this, constraints);
      isFree = true;
      // As a driver answers whose device is taken (Media Capture and Streams, section 10.3).
      return Promise.reject(new DOMException('Could not start video source', 'NotReadableError'));
    };
  });
  await creator.createSource();
  await page.goto('/studio');
  const layers = page.getByRole('region', { name: 'Layers', exact: true });
  await expect(layers.getByText('Another program is using it', { exact: false })).toBeVisible();
  await layers.getByRole('button', { name: 'Try again' }).click();
  await expect(layers.getByText('Another program is using it', { exact: false })).toHaveCount(0);
});

test('who is signed out elsewhere is told why the studio has gone', async ({ creator, page }) => {
  await creator.createSource();
  await page.goto('/studio');
  await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
  await creator.call('signOutEverywhere', { body: { keep_this_device: false } });
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('You were signed out', { exact: true })).toBeVisible();
});

test('a show goes on when the server is started anew, and after the computer has slept', async ({
  visitor,
  creator,
  page,
  product,
  startPlatform,
}) => {
  test.slow();
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  await page.goto('/studio');
  await visitor.goLiveFromStudio();
  await visitor.seesRelay('Platform', 'LIVE', 30_000);
  const pictures = () => platform.streams[0]?.videoMessages ?? 0;
  const goesOn = async (what: string) => {
    const before = pictures();
    await until(async () => pictures() > before + 60, { what, timeoutMs: 40_000 });
  };
  await product.crash('server');
  await goesOn('pictures come while the server is started anew');
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live');

  // Nothing of the browser runs, as when a lid is closed; the server thinks that the line is cut.
  const browser = familyOf(process.pid).filter(({ command }) => /chrom/i.test(command));
  expect(browser.length).toBeGreaterThan(2);
  for (const { pid } of browser) process.kill(pid, 'SIGSTOP');
  await sleep(12_000);
  for (const { pid } of browser.toReversed()) process.kill(pid, 'SIGCONT');
  await goesOn('pictures come after the sleep');
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await visitor.seesRelay('Platform', 'LIVE', 30_000);
  expect(platform.streams).toHaveLength(1);
});
