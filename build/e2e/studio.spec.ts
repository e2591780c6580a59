import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { backwardsMs, packetsOf, probe } from '../kit/recording.ts';
import { colourAt, meanVolume } from '../kit/recording-content.ts';
import { expect, test } from './support/test.ts';

test('a creator opens the studio, sees themselves, and is live at a platform', async ({
  visitor,
  creator,
  page,
  product,
}) => {
  const platform = await IndependentPlatform.start({
    name: 'studio',
    folder: join(product.dataDir, 'studio'),
  });
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Recorder', address: platform.address });
  await page.goto('/studio');
  await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
  await page.getByRole('button', { name: 'Go live' }).click();
  const sheet = page.getByRole('dialog', { name: 'Go live' });
  await sheet.getByLabel('Session title').fill('From the studio');
  await expect(sheet.getByText(/Your uplink carried/)).toBeVisible({ timeout: 15_000 });
  await sheet.getByRole('button', { name: 'Go live' }).click();
  await visitor.seesRelay('Recorder', 'LIVE', 30_000);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live');
  await expect
    .poll(async () => (await platform.report()).streams[0]?.videoMessages ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(150);
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await expect(page.getByText('The recording is kept under Recordings.')).toBeVisible();
  await page.getByRole('button', { name: 'Show the recordings' }).click();
  const recordings = page.getByRole('dialog', { name: 'Recordings' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    recordings.getByRole('button', { name: /^Download/ }).click(),
  ]);
  const kept = await probe(await download.path());
  expect(packetsOf(kept, 'video').length).toBeGreaterThan(20);
  expect(packetsOf(kept, 'audio').length).toBeGreaterThan(20);
  await recordings.getByRole('button', { name: 'Close' }).click();
  await visitor.endStream();
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'offline');

  const { streams, recordings: received } = await platform.finish();
  expect(streams).toHaveLength(1);
  expect(streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
  const recording = await probe(received[0] ?? '');
  const codecs = recording.streams.map(({ codec_type, codec_name }) => `${codec_type} ${codec_name}`);
  expect(codecs).toEqual(expect.arrayContaining(['video h264', 'audio aac']));
  expect(packetsOf(recording, 'video')[0]?.flags).toMatch(/^K/);
  for (const kind of ['video', 'audio'] as const) expect(backwardsMs(recording, kind)).toBe(0);
  // What players are told of the colours is what they are: Chromium's camera is green, and its microphone beeps.
  expect(recording.streams.find(({ codec_type }) => codec_type === 'video')).toMatchObject({
    width: 1280,
    height: 720,
    color_range: 'tv',
    color_space: 'bt709',
  });
  const [red, green, blue] = await colourAt(received[0] ?? '', { seconds: 2, x: 0.2, y: 0.5 });
  expect(red).toBeLessThan(16);
  expect(Math.abs(green - 136)).toBeLessThan(16);
  expect(blue).toBeLessThan(16);
  expect(await meanVolume(received[0] ?? '')).toBeGreaterThan(-60);
});

test('scenes are arranged by mouse and keys, taken back, and there again after a reload', async ({
  creator,
  page,
}) => {
  await creator.createSource();
  await page.goto('/studio');
  const programme = page.getByRole('img', { name: 'Programme' });
  const transition = page.getByRole('group', { name: 'From scene to scene' });
  await expect(transition.getByRole('button', { name: 'Fade' })).toHaveAttribute('aria-pressed', 'true');
  await transition.getByRole('button', { name: 'Cut' }).click();
  await expect(page.getByRole('combobox', { name: 'Length of the fade' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('combobox', { name: 'Length of the fade' }).click();
  await page.getByRole('option', { name: '500 ms' }).click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(programme).toBeVisible();
  await page.keyboard.press('2');
  await expect(
    page.getByRole('button', { name: 'Screen with camera', exact: false }).first(),
  ).toHaveAttribute('aria-current', 'true');
  await page.getByRole('button', { name: 'Choose what to share' }).click();
  await expect(page.getByRole('meter', { name: 'Level of Screen or window' })).toBeAttached();

  const stage = page.getByRole('region', { name: 'Layers on the picture' });
  const layer = stage.getByRole('button', { name: 'Camera' });
  const before = await boxOf(layer);
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await page.mouse.move(before.x - 150, before.y - 100, { steps: 5 });
  await page.mouse.up();
  const moved = await boxOf(layer);
  expect(moved.x).toBeLessThan(before.x - 100);
  await layer.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => (await boxOf(layer)).x).toBeLessThan(moved.x);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Math.round((await boxOf(layer)).x)).toBe(Math.round(moved.x));
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Math.round((await boxOf(layer)).x)).toBe(Math.round(before.x));
  await page.keyboard.press('Control+Shift+z');

  await page.getByRole('button', { name: 'Add something to show' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Text' }).click();
  await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('Welcome');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(stage.getByRole('button', { name: 'Text' })).toBeAttached();

  // Picked by keys and mouse, grouped, and brought in line with the canvas as one.
  const text = stage.getByRole('button', { name: 'Text' });
  const list = page.getByRole('region', { name: 'Layers', exact: true });
  await list.getByRole('button', { name: 'Camera', exact: true }).click();
  await list.getByRole('button', { name: 'Text', exact: true }).click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('ControlOrMeta+g');
  const group = list.getByRole('button', { name: 'Text and 1 more', exact: true });
  await page.keyboard.press('Escape');
  await expect(text).toHaveAttribute('aria-pressed', 'false');
  await group.click();
  await expect(text).toHaveAttribute('aria-pressed', 'true');
  const apart = async () => (await boxOf(text)).x - (await boxOf(layer)).x;
  const distance = await apart();
  await list.getByRole('button', { name: 'Align right' }).click();
  const edge = await boxOf(stage);
  await expect
    .poll(async () => {
      const ends = [await boxOf(layer), await boxOf(text)].map(({ x, width }) => x + width);
      return Math.abs(Math.max(...ends) - (edge.x + edge.width));
    })
    .toBeLessThan(1);
  expect(await apart()).toBeCloseTo(distance, 0);
  // Its copy is a group too, and a corner of the box around it scales both.
  await page.keyboard.press('ControlOrMeta+d');
  await expect(list.getByRole('button', { name: 'Text and 1 more', exact: true })).toHaveCount(2);
  const size = await boxOf(stage.getByRole('button', { name: 'Camera' }).last());
  const corner = await boxOf(stage.locator('[data-handle=nw]'));
  await page.mouse.move(corner.x + 4, corner.y + 4);
  await page.mouse.down();
  await page.mouse.move(corner.x + 64, corner.y + 44, { steps: 4 });
  await page.mouse.up();
  await expect
    .poll(async () => (await boxOf(stage.getByRole('button', { name: 'Camera' }).last())).width)
    .toBeLessThan(size.width - 5);
  await page.keyboard.press('Delete');
  await expect(group).toHaveCount(1);
  for (let times = 0; times < 5; times += 1) await page.getByRole('button', { name: 'Undo' }).click();
  await expect(group).toHaveCount(0);

  await page.getByRole('button', { name: 'Hide Text' }).click();
  await expect(stage.getByRole('button', { name: 'Text' })).toBeHidden();

  const isStored = async () => {
    const { stored } = await creator.call('readCollection');
    return stored?.collection.scenes.some(({ landscape }) => landscape.some(({ hidden }) => hidden)) ?? false;
  };
  await expect.poll(isStored).toBe(true);
  await page.reload();
  await expect(programme).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: 'Show Text' })).toBeVisible();
  await expect.poll(async () => Math.round((await boxOf(layer)).x)).toBe(Math.round(moved.x));
});

test('a show goes on when its page is loaded anew, and moves to another window', async ({
  visitor,
  creator,
  page,
  context,
  startPlatform,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  await page.goto('/studio');
  await visitor.goLiveFromStudio();
  await visitor.seesRelay('Platform', 'LIVE', 30_000);
  await page.getByRole('link', { name: 'Leave the studio' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live');
  // The browser asks, too.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('button', { name: 'Take it up again' }).click();
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await expect
    .poll(async () => (await creator.openSession(view.id))?.ingest)
    .toMatchObject({ protocol: 'direct', status: 'publishing' });

  const second = await context.newPage();
  await second.goto('/studio');
  await expect(second.getByText('The studio is open in another window')).toBeVisible();
  await second.getByRole('button', { name: 'Use it here' }).click();
  await expect(second.getByRole('img', { name: 'Programme' })).toBeVisible();
  await expect(page.getByText('The studio is open in another window')).toBeVisible();
  await second.getByRole('button', { name: 'Take it up again' }).click({ timeout: 20_000 });
  await expect(second.getByTestId('studio-state')).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  expect(platform.streams).toHaveLength(1);
  await second.close();
});

test('both pictures go live at once, each to its own platforms, and end one by one', async ({
  visitor,
  creator,
  page,
  startPlatform,
}) => {
  const [wide, upright] = [await startPlatform(), await startPlatform()];
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Wide platform', address: wide.address });
  await page.goto('/studio');
  await page.getByRole('combobox', { name: 'Upright picture' }).click();
  await page.getByRole('option', { name: 'A new stream…' }).click();
  await visitor.typeDestination({ name: 'Upright platform', address: upright.address, key: 'upright-key' });
  await expect(visitor.row('Upright platform')).toBeVisible();
  // The choice is there after a reload.
  await page.reload();
  await page.getByRole('button', { name: 'Go live' }).click();
  const sheet = page.getByRole('dialog', { name: 'Go live' });
  await expect(sheet.getByRole('group', { name: 'Upright picture' })).toContainText('Upright platform');
  await expect(sheet.getByText(/Your uplink carried/)).toBeVisible({ timeout: 15_000 });
  await sheet.getByRole('button', { name: 'Go live' }).click();
  for (const name of ['Wide platform', 'Upright platform']) await visitor.seesRelay(name, 'LIVE', 30_000);
  const states = page.getByTestId('studio-state');
  await expect(states).toHaveCount(2);
  for (const state of await states.all()) await expect(state).toHaveAttribute('data-state', 'live');
  const { sources } = await creator.call('listSources', {});
  const sizes = async () => {
    const sessions = await Promise.all(sources.map(({ id }) => creator.openSession(id)));
    return sessions.map((session) => `${session?.ingest.width}x${session?.ingest.height}`).toSorted();
  };
  await expect.poll(sizes).toEqual(['1280x720', '720x1280']);

  await page.getByRole('button', { name: 'End the upright picture' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  await expect.poll(() => upright.streams[0]?.endedAt ?? null).not.toBeNull();
  await expect(states).toHaveCount(1);
  await expect(states).toHaveAttribute('data-state', 'live');

  // It joins again beside the one that is live, whose line is not measured meanwhile.
  const section = page.getByRole('region', { name: 'Upright picture' });
  await section.getByRole('button', { name: 'Go live' }).click();
  await expect(sheet.getByText(/Your uplink carried/)).toBeVisible();
  await sheet.getByRole('button', { name: 'Go live' }).click();
  await expect.poll(() => upright.streams.length, { timeout: 30_000 }).toBe(2);
  await expect(states).toHaveCount(2);
  expect(wide.streams.map(({ endedAt }) => endedAt)).toEqual([null]);
});

test('the studio is told when its session is ended elsewhere', async ({
  visitor,
  creator,
  page,
  startPlatform,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.createSource('Second show');
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  await page.goto('/studio');
  await page.getByRole('combobox', { name: 'Wide picture' }).click();
  await page.getByRole('option', { name: view.name }).click();
  await visitor.goLiveFromStudio();
  await visitor.seesRelay('Platform', 'LIVE', 30_000);
  // What is on air is not exchanged: it would look as if its session had ended.
  await expect(page.getByRole('combobox', { name: 'Wide picture' })).toHaveCount(0);
  await creator.endLive(view.id);
  await expect(page.getByTestId('studio-state')).toHaveAttribute('data-state', 'offline');
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
});

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not shown.');
  return box;
}
