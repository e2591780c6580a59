import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { clipFilm, stingerFilm } from './support/films.ts';
import { expect, test } from './support/test.ts';

/** The level that a meter shows, in dB. */
const levelOf = (page: Page, name: string) =>
  page.getByRole('meter', { name: `Level of ${name}` }).evaluate((meter: HTMLMeterElement) => meter.value);

/** What is seen in the middle of the programme. */
async function middleOf(page: Page): Promise<[red: number, green: number, blue: number]> {
  return await page
    .getByRole('img', { name: 'Programme' })
    .locator('canvas')
    .evaluate((picture: HTMLCanvasElement) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context?.drawImage(picture, picture.width / 2, picture.height / 2, 1, 1, 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
      return [red, green, blue];
    });
}

test('a film plays with its sound while viewers see it, and is there again after a reload', async ({
  creator,
  page,
  product,
}) => {
  const folder = join(product.dataDir, 'films');
  await mkdir(folder, { recursive: true });
  await creator.createSource();
  await page.goto('/studio');
  await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
  await page.getByRole('button', { name: 'Add something to show' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Film or music' }).click();
  await dialog.getByLabel('File').setInputFiles({
    name: 'letter.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.from('This is a letter and no film. '.repeat(100)),
  });
  await expect(dialog.getByText('This browser can play nothing of this file.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await dialog.getByLabel('File').setInputFiles(await clipFilm(folder));
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const isBlue = async () => {
    const [red, green, blue] = await middleOf(page);
    return blue > 200 && red < 60 && green < 60;
  };
  await expect.poll(isBlue).toBe(true);
  await expect.poll(() => levelOf(page, 'clip.mp4')).toBeGreaterThan(-20);

  await page.keyboard.press('3');
  await expect.poll(() => levelOf(page, 'clip.mp4')).toBeLessThan(-50);
  await page.keyboard.press('1');
  await expect.poll(() => levelOf(page, 'clip.mp4')).toBeGreaterThan(-20);

  await expect
    .poll(async () =>
      (await creator.call('readCollection')).stored?.collection.inputs.map(({ kind }) => kind),
    )
    .toContain('media');
  await page.reload();
  await expect.poll(isBlue).toBe(true);
});

test('a scene changes beneath a stinger', async ({ creator, page, product }) => {
  const folder = join(product.dataDir, 'stingers');
  await mkdir(folder, { recursive: true });
  await creator.createSource();
  await page.goto('/studio');
  await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
  const transition = page.getByRole('group', { name: 'From scene to scene' });
  await transition.getByRole('button', { name: 'Stinger' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stinger' });
  await dialog.getByLabel('File').setInputFiles(await stingerFilm(folder));
  await expect(dialog.getByLabel('The scene changes after, in ms')).toHaveValue('600');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(transition.getByRole('button', { name: 'Stinger' })).toHaveAttribute('aria-pressed', 'true');
  // Chromium's camera is green; the third scene is a plain colour with words, neither white nor green.
  const isGreen = ([red, green, blue]: [number, number, number]) => green > 100 && red < 100 && blue < 100;
  await expect.poll(async () => isGreen(await middleOf(page))).toBe(true);
  const seen: string[] = [];
  await expect(async () => {
    await page.keyboard.press(seen.length % 2 === 0 ? '2' : '1');
    for (let looks = 0; looks < 40; looks += 1) {
      const [red, green, blue] = await middleOf(page);
      if (red > 240 && green > 240 && blue > 240) seen.push('white');
    }
    expect(seen).toContain('white');
  }).toPass({ timeout: 20_000 });
});
