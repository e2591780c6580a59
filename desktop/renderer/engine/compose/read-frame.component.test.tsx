import { expect, test } from 'vitest';
import { type FrameReading, readFrame } from './read-frame.ts';

function filled(size: number, colour: string): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(size, size).getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser draws nothing.');
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  return context;
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];

test.each(['copy', 'draw'] as const)(
  'a picture of another size takes the place of the one before at once, by way of %s',
  async (path) => {
    const context = filled(4, '#ff0000');
    const frame = new VideoFrame(filled(8, '#0000ff').canvas, { timestamp: 0 });
    const reading: FrameReading = { path, trials: { copy: [], draw: [] } };
    const middle = () => [...context.getImageData(2, 2, 1, 1).data];
    const read = readFrame(frame, context, reading);
    // Whoever draws meanwhile sees the old one, never an empty canvas.
    expect(middle()).toEqual(path === 'copy' ? RED : BLUE);
    await read;
    frame.close();
    expect({ size: context.canvas.width, middle: middle() }).toEqual({ size: 8, middle: BLUE });
  },
);
