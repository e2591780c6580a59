import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DrawnLayer, framesOf } from '../public.ts';
import { Film, quarters } from '../testing/film.ts';
import { type Colour, layer, Screen } from '../testing/screen.ts';

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 255, 0];
const BLUE: Colour = [0, 0, 255];
const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];

let screen: Screen;
beforeEach(() => {
  screen = new Screen();
});
afterEach(() => {
  expect(screen.of('broken')).toEqual([]);
  screen.close();
});

/** Twice as wide as high. */
function putQuarters(): void {
  const context = new OffscreenCanvas(400, 200).getContext('2d');
  if (context === null) throw new Error('This browser draws nothing.');
  quarters(context);
  const bitmap = context.canvas.transferToImageBitmap();
  screen.engine.send({ type: 'still', inputId: 'quarters', still: { kind: 'bitmap', bitmap } }, [bitmap]);
}

function putColour(inputId: string, colour: string): void {
  screen.engine.send({ type: 'still', inputId, still: { kind: 'colour', colour } });
}

const square = { x: 420, width: 1080 };

test.each<[name: string, how: Partial<DrawnLayer>, seen: readonly (readonly [number, number, Colour])[]]>([
  [
    'stretched over the whole picture',
    {},
    [
      [10, 10, RED],
      [1910, 10, GREEN],
      [10, 1070, BLUE],
      [1910, 1070, WHITE],
      [900, 500, RED],
      [1000, 600, WHITE],
    ],
  ],
  [
    'whole, with bars',
    { fit: 'contain' },
    [
      [10, 30, BLACK],
      [10, 90, RED],
      [1910, 90, GREEN],
      [10, 990, BLUE],
      [1910, 1050, BLACK],
    ],
  ],
  [
    'cut to cover a square',
    { ...square, fit: 'cover' },
    [
      [400, 500, BLACK],
      [430, 10, RED],
      [940, 10, RED],
      [980, 10, GREEN],
      [1490, 1070, WHITE],
      [1520, 500, BLACK],
    ],
  ],
  [
    'cropped to its right half',
    { crop: { left: 0.5, top: 0, right: 0, bottom: 0 } },
    [
      [10, 10, GREEN],
      [1910, 10, GREEN],
      [10, 1070, WHITE],
    ],
  ],
  [
    'turned clockwise by a quarter',
    { ...square, rotation: 90 },
    [
      [430, 10, BLUE],
      [1490, 10, RED],
      [430, 1070, WHITE],
      [1490, 1070, GREEN],
    ],
  ],
  [
    'with round corners',
    { ...square, radius: 300 },
    [
      [440, 20, BLACK],
      [1480, 1060, BLACK],
      [900, 20, RED],
      [440, 500, RED],
      [1480, 600, WHITE],
    ],
  ],
])('an input is shown %s', async (_, how, seen) => {
  putQuarters();
  screen.show([layer('quarters', how)]);
  await screen.sees(seen.map(([x, y, colour]) => ({ at: [x, y], colour })));
});

test('what is half transparent is mixed with what lies beneath it', async () => {
  putColour('below', '#ffffff');
  putColour('above', '#ff0000');
  screen.show([layer('below'), layer('above', { width: 960, opacity: 0.5 })]);
  await screen.sees([
    { at: [100, 500], colour: [255, 128, 128] },
    { at: [1800, 500], colour: WHITE },
  ]);
});

test('a camera is mirrored, in the directions of its own layer', async () => {
  const film = new Film({ width: 320, height: 180 }, quarters);
  const frames = framesOf(film.track);
  screen.engine.send({ type: 'frames', inputId: 'camera', frames, mirrored: true }, [frames]);
  screen.show([layer('camera', { crop: { left: 0, top: 0, right: 0, bottom: 0.5 } })]);
  await screen.sees([
    { at: [100, 500], colour: GREEN },
    { at: [1800, 500], colour: RED },
  ]);
  screen.show([layer('camera', { ...square, rotation: 90 })]);
  await screen.sees([
    { at: [440, 20], colour: WHITE },
    { at: [1480, 20], colour: GREEN },
    { at: [440, 1060], colour: BLUE },
    { at: [1480, 1060], colour: RED },
  ]);
  film.end();
  // The last picture would look like a camera that stands still.
  await screen.sees([{ at: [1480, 1060], colour: BLACK }]);
});

test('a camera that is seen one to one is where its layer is, above and beneath others', async () => {
  const film = new Film({ width: 320, height: 180 }, quarters);
  const frames = framesOf(film.track);
  screen.engine.send({ type: 'frames', inputId: 'camera', frames, mirrored: false }, [frames]);
  putColour('blue', '#0000ff');
  // It covers what lies beneath it.
  screen.show([layer('blue'), layer('camera')]);
  await screen.sees([
    { at: [100, 100], colour: RED },
    { at: [1800, 1000], colour: WHITE },
  ]);
  // Half of it is outside.
  screen.show([layer('blue'), layer('camera', { x: 960 })]);
  await screen.sees([
    { at: [900, 500], colour: BLUE },
    { at: [980, 100], colour: RED },
    { at: [1900, 500], colour: RED },
  ]);
  screen.show([layer('camera'), layer('blue', { width: 960, opacity: 0.5 })]);
  await screen.sees([
    { at: [100, 100], colour: [128, 0, 128] },
    { at: [1800, 100], colour: GREEN },
  ]);
  film.end();
});

test('a picture that stands still grows no older', async () => {
  let enqueue: () => void = () => undefined;
  const frames = new ReadableStream<VideoFrame>({
    start(controller) {
      const canvas = new OffscreenCanvas(16, 16);
      canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
      enqueue = () => controller.enqueue(new VideoFrame(canvas, { timestamp: 0 }));
    },
  });
  screen.engine.send({ type: 'frames', inputId: 'window', frames, mirrored: false }, [frames]);
  screen.show([layer('window')]);
  const now = () => screen.of('stats').at(-1);
  const drawing = setInterval(enqueue, 30);
  await vi.waitFor(() => expect(now()?.inputs.window?.count).toBeGreaterThan(1), { timeout: 5000 });
  clearInterval(drawing);
  const said = screen.of('stats').length;
  await vi.waitFor(() => expect(screen.of('stats').length).toBeGreaterThan(said + 2), { timeout: 6000 });
  expect(now()?.canvases.landscape?.delayMs).toBeLessThan(500);
});

test('a fade goes from one picture to the other by way of both', async () => {
  putColour('red', '#ff0000');
  putColour('blue', '#0000ff');
  screen.show([layer('red')]);
  await screen.sees([{ at: [900, 500], colour: RED }]);
  const change = { kind: 'fade', durationMs: 1500 } as const;
  screen.engine.send({ type: 'programme', canvas: 'landscape', layers: [layer('blue')], change });
  const seen: Colour[] = [];
  for (;;) {
    await new Promise(requestAnimationFrame);
    const colour = screen.colourAt(900, 500);
    seen.push(colour);
    if (colour[2] === 255) break;
  }
  const between = seen.filter(([red]) => red > 64 && red < 192);
  expect(between.length).toBeGreaterThan(2);
  for (const [index, [red, green, blue]] of seen.entries()) {
    expect(Math.abs(red + blue - 255)).toBeLessThan(4);
    expect(green).toBe(0);
    expect(red).toBeLessThanOrEqual(seen[index - 1]?.[0] ?? 255);
  }
});
