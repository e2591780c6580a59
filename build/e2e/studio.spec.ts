import { join } from 'node:path';
import { IndependentPlatform } from '../kit/platforms/independent.ts';
import { backwardsMs, packetsOf, probe } from '../kit/recording.ts';
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
});
