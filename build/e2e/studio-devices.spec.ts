import { until } from '@neustream/shared/node/wait.ts';
import type { Page } from '@playwright/test';
import { familyOf } from '../kit/process-list.ts';
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
