import { expect, test } from 'vitest';
import { FramePicture } from './frame-picture.ts';

function filled(size: number, colour: string, display?: { width: number; height: number }): VideoFrame {
  const context = new OffscreenCanvas(size, size).getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser draws nothing.');
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  const shown = display === undefined ? {} : { displayWidth: display.width, displayHeight: display.height };
  return new VideoFrame(context.canvas, { timestamp: 0, ...shown });
}

function middle({ canvas }: FramePicture): number[] {
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
  context?.drawImage(canvas, 0, 0);
  return [...(context?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data ?? [])];
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];

test.each(['copy', 'draw'] as const)(
  'a picture of another size takes the place of the one before at once, by way of %s',
  async (path) => {
    const picture = new FramePicture(path);
    const [first, second] = [filled(4, '#ff0000'), filled(8, '#0000ff')];
    await picture.read(first);
    expect({ size: picture.width, middle: middle(picture) }).toEqual({ size: 4, middle: RED });
    const read = picture.read(second);
    // Whoever draws meanwhile sees the old one, never an empty canvas.
    expect(middle(picture)).toEqual(path === 'copy' ? RED : BLUE);
    await read;
    expect({ size: picture.width, middle: middle(picture) }).toEqual({ size: 8, middle: BLUE });
    expect(picture.pixels?.width).toBe(path === 'copy' ? 8 : undefined);
    for (const frame of [first, second]) frame.close();
  },
);

test('a frame that is to be shown smaller keeps its pixels; one whose pixels are not square is stretched', async () => {
  const picture = new FramePicture('copy');
  const smaller = filled(16, '#ff0000', { width: 8, height: 8 });
  await picture.read(smaller);
  expect([picture.width, picture.height, picture.pixels?.width]).toEqual([16, 16, 16]);
  const wide = filled(16, '#0000ff', { width: 32, height: 16 });
  await picture.read(wide);
  expect([picture.width, picture.height, picture.pixels]).toEqual([32, 16, null]);
  expect(middle(picture)).toEqual(BLUE);
  for (const frame of [smaller, wide]) frame.close();
});
