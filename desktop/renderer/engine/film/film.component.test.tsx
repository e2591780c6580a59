import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { filmFile } from '../testing/film-file.ts';
import { layer, Screen } from '../testing/screen.ts';

const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
const BLACK = [0, 0, 0] as const;
const MIDDLE = [960, 540] as const;

let screen: Screen;
/** What the audio graph was sent, which plays it at once. */
let heard: Float32Array[];

beforeEach(() => {
  screen = new Screen();
  heard = [];
});
afterEach(() => screen.close());

function open(file: Blob, { loop = true }: { loop?: boolean } = {}): void {
  const { port1, port2 } = new MessageChannel();
  let played = 0;
  port1.onmessage = ({ data }: MessageEvent<'clear' | { left: Float32Array }>) => {
    if (data === 'clear') played = 0;
    else {
      heard.push(data.left);
      played += data.left.length;
      port1.postMessage({ played });
    }
  };
  screen.engine.send({ type: 'film', inputId: 'film', file, loop, sound: port2 }, [port2]);
}
const play = (playing: boolean) => screen.engine.send({ type: 'play', inputId: 'film', playing });
const sees = (colour: typeof RED | typeof GREEN | typeof BLUE | typeof BLACK) =>
  screen.sees([{ at: MIDDLE, colour }]);
const openFrames = () => screen.of('stats').at(-1)?.openFrames;

test('a film stands at its first picture, plays with its sound, begins again, and stops', async () => {
  const parts = [
    { colour: '#ff0000', seconds: 0.5 },
    { colour: '#00ff00', seconds: 0.5 },
  ];
  open(await filmFile(parts));
  screen.show([layer('film')]);
  await sees(RED);
  expect(screen.of('film-open')[0]?.durationMs).toBeCloseTo(1000, -2);
  expect(heard).toEqual([]);
  play(true);
  for (const colour of [GREEN, RED, GREEN]) await sees(colour);
  const samples = heard.reduce((sum, { length }) => sum + length, 0);
  expect(samples).toBeGreaterThan(48_000 * 0.5);
  expect(heard.some((piece) => piece.some((sample) => sample > 0.2))).toBe(true);
  play(false);
  await sees(RED);
  heard = [];
  await vi.waitFor(() => expect(openFrames()).toBe(0));
  expect(heard).toEqual([]);
});

test('a film that plays once is gone at its end, and begins again when it is shown again', async () => {
  open(await filmFile([{ colour: '#ff0000', seconds: 0.4 }]), { loop: false });
  screen.show([layer('film')]);
  await sees(RED);
  play(true);
  await sees(BLACK);
  play(true);
  await sees(RED);
  await sees(BLACK);
});

test('what is beneath a see-through film is seen, and a scene changes beneath one', async () => {
  const parts = [
    { colour: 'transparent', seconds: 0.4 },
    { colour: '#0000ff', seconds: 1.6 },
    { colour: 'transparent', seconds: 0.4 },
  ];
  screen.engine.send({ type: 'still', inputId: 'red', still: { kind: 'colour', colour: '#ff0000' } });
  screen.engine.send({ type: 'still', inputId: 'green', still: { kind: 'colour', colour: '#00ff00' } });
  open(await filmFile(parts, { transparent: true }), { loop: false });
  await vi.waitFor(() => expect(screen.of('film-open')).toHaveLength(1));
  screen.show([layer('red')]);
  await sees(RED);
  play(true);
  screen.engine.send({
    type: 'programme',
    canvas: 'landscape',
    layers: [layer('green')],
    change: { kind: 'stinger', inputId: 'film', durationMs: 2400, cutAtMs: 1200 },
  });
  for (const colour of [RED, BLUE, GREEN]) await sees(colour);
});

test('a film of a phone that was held upright is upright', async () => {
  open(await filmFile([{ colour: '#00ff00', seconds: 0.4 }], { rotation: 90 }));
  screen.show([layer('film', { fit: 'contain' })]);
  const upright = [
    { at: MIDDLE, colour: GREEN },
    { at: [200, 540] as const, colour: BLACK },
  ];
  await screen.sees(upright);
  play(true);
  await screen.sees(upright);
  expect(screen.of('input-size').at(-1)).toMatchObject({ width: 180, height: 320 });
});

test('a file that is no film is said to be none', async () => {
  open(new Blob(['These are words, and no film.'.repeat(50)]));
  await vi.waitFor(() => expect(screen.of('film-failed')).toHaveLength(1));
  expect(screen.of('broken')).toEqual([]);
});
