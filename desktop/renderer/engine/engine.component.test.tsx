import { CANVAS_NAMES, CANVASES } from '@neustream/shared/studio/scenes.ts';
import fc from 'fast-check';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { framesOf, soundOf } from './public.ts';
import { Film, quarters } from './testing/film.ts';
import { layer, Screen } from './testing/screen.ts';

const FOLDER = 'recordings of a test';
const VIDEO = { width: 320, height: 180, frameRate: 30, bitrate: 400_000 };
const IDS = ['one', 'two', 'three'] as const;

let screen: Screen;
let films: Map<string, Film>;
let context: AudioContext;

beforeEach(() => {
  screen = new Screen();
  films = new Map();
  context = new AudioContext({ sampleRate: 48_000 });
  offerTone('programme');
});

function offerTone(name: string): void {
  const out = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error('This browser mixes no sound.');
  const sound = soundOf(track);
  screen.engine.send({ type: 'sound', name, sound }, [sound]);
}

afterEach(async () => {
  screen.close();
  for (const film of films.values()) film.end();
  await context.close();
});

function record(fileName: string, sounds = [{ name: 'programme', title: 'Programme' }]): void {
  screen.engine.send({
    type: 'record',
    id: 'recording',
    canvas: 'landscape',
    folder: FOLDER,
    fileName,
    sounds,
    video: VIDEO,
    audioBitrate: 96_000,
  });
}

async function fileOf(name: string): Promise<File> {
  const root = await navigator.storage.getDirectory();
  return await (await (await root.getDirectoryHandle(FOLDER)).getFileHandle(name)).getFile();
}

async function recorded(fileName: string): Promise<{ videoSeconds: number; soundSeconds: number }> {
  const file = await fileOf(fileName);
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  const [video, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return {
    videoSeconds: (await video?.computeDuration()) ?? 0,
    soundSeconds: (await sound?.computeDuration()) ?? 0,
  };
}

const composed = () => screen.of('stats').at(-1)?.canvases.landscape?.composed ?? 0;
const nextStats = async () => {
  const before = screen.of('stats').length;
  await vi.waitFor(() => expect(screen.of('stats').length).toBeGreaterThan(before), { timeout: 5000 });
};

function film(id: string): void {
  films.get(id)?.end();
  const made = new Film({ width: 320, height: 180 }, quarters);
  films.set(id, made);
  const frames = framesOf(made.track);
  screen.engine.send({ type: 'frames', inputId: id, frames, mirrored: false }, [frames]);
}

test('a recording keeps its size when the canvas changes, has a track for each sound, and a name of its own', async () => {
  film('one');
  screen.show([layer('one')]);
  offerTone('input one');
  const sounds = [
    { name: 'programme', title: 'Programme' },
    { name: 'input one', title: 'Guest' },
    // Nothing ever comes of it: the file goes on without.
    { name: 'input two', title: 'Nobody' },
  ];
  for (const bytes of [5000, 15_000]) {
    record('tracks.mp4', sounds);
    await vi.waitFor(
      () => expect(screen.of('record-state').at(-1)?.state.bytes).toBeGreaterThan(bytes),
      15_000,
    );
    // As when the person goes live in another quality.
    const size = { width: 640, height: 360, frameRate: 30 };
    screen.engine.send({ type: 'canvas', canvas: 'landscape', size });
    const from = composed();
    await vi.waitFor(() => expect(composed()).not.toBe(from), 5000);
    screen.engine.send({ type: 'stop-record', id: 'recording' });
    await vi.waitFor(() => expect(screen.of('record-state').at(-1)?.state.state).toBe('finished'), 5000);
  }
  for (const name of ['tracks.mp4', 'tracks (2).mp4']) {
    const input = new Input({ source: new BlobSource(await fileOf(name)), formats: ALL_FORMATS });
    const video = await input.getPrimaryVideoTrack();
    expect([video?.displayWidth, video?.displayHeight]).toEqual([VIDEO.width, VIDEO.height]);
    const heard = await input.getAudioTracks();
    expect(heard.map((one) => one.name).slice(0, 2)).toEqual(['Programme', 'Guest']);
    for (const one of heard.slice(0, 2)) expect(await one.computeDuration()).toBeGreaterThan(0.5);
  }
});

test('a recording is complete when the studio is left while it runs', async () => {
  film('one');
  screen.show([layer('one')]);
  record('left.mp4');
  await vi.waitFor(() => expect(screen.of('record-state').at(-1)?.state.bytes).toBeGreaterThan(5000), 15_000);
  // Now it has stored what it had, and goes on for less than it stores at a time.
  const from = composed();
  await nextStats();
  await vi.waitFor(() => expect(composed()).toBeGreaterThan(from + 15), 5000);
  const began = performance.now();
  const bytes = screen.of('record-state').at(-1)?.state.bytes ?? 0;
  screen.engine.close();
  await vi.waitFor(async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await (await root.getDirectoryHandle(FOLDER)).getFileHandle('left.mp4');
    expect((await handle.getFile()).size).toBeGreaterThan(bytes);
    // Only who has it alone may move it: the worker has let go of it.
    const writable = await handle.createWritable({ keepExistingData: true });
    await writable.abort();
  }, 5000);
  expect(performance.now() - began).toBeLessThan(5000);
  const { videoSeconds, soundSeconds } = await recorded('left.mp4');
  expect(videoSeconds).toBeGreaterThan(2);
  expect(Math.abs(videoSeconds - soundSeconds)).toBeLessThan(0.5);
}, 40_000);

/** What may happen to an input or a canvas, in any order. */
const happening = fc.oneof(
  fc.record({ what: fc.constantFrom('film', 'still', 'gone', 'end' as const), id: fc.constantFrom(...IDS) }),
  fc.record({
    what: fc.constant('resize' as const),
    id: fc.constantFrom(...IDS),
    width: fc.integer({ min: 1, max: 400 }),
    height: fc.integer({ min: 1, max: 300 }),
  }),
  fc.record({
    what: fc.constant('show' as const),
    canvas: fc.constantFrom(...CANVAS_NAMES),
    fade: fc.boolean(),
    layers: fc.array(
      fc.record({
        inputId: fc.constantFrom(...IDS, 'nothing'),
        x: fc.integer({ min: -2000, max: 2000 }),
        y: fc.integer({ min: -2000, max: 2000 }),
        width: fc.integer({ min: 1, max: 4000 }),
        height: fc.integer({ min: 1, max: 4000 }),
        rotation: fc.integer({ min: -360, max: 360 }),
        fit: fc.constantFrom('stretch' as const, 'contain' as const, 'cover' as const),
        opacity: fc.double({ min: 0, max: 1, noNaN: true }),
        radius: fc.integer({ min: 0, max: 2000 }),
        crop: fc.record({
          left: fc.double({ min: 0, max: 0.99, noNaN: true }),
          top: fc.double({ min: 0, max: 0.99, noNaN: true }),
          right: fc.double({ min: 0, max: 0.99, noNaN: true }),
          bottom: fc.double({ min: 0, max: 0.99, noNaN: true }),
        }),
      }),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    what: fc.constant('compose' as const),
    canvas: fc.constantFrom(...CANVAS_NAMES),
    scale: fc.constantFrom(0.1, 0.2),
    frameRate: fc.constantFrom(30, 60),
  }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function happen(one: Happening): void {
  const { engine } = screen;
  switch (one.what) {
    case 'film':
      film(one.id);
      break;
    case 'still':
      engine.send({ type: 'still', inputId: one.id, still: { kind: 'colour', colour: '#336699' } });
      break;
    case 'gone':
      engine.send({ type: 'input-gone', inputId: one.id });
      break;
    case 'end':
      films.get(one.id)?.end();
      break;
    case 'resize':
      films.get(one.id)?.resize(one);
      break;
    case 'show': {
      const change = one.fade ? ({ kind: 'fade', durationMs: 200 } as const) : ({ kind: 'cut' } as const);
      engine.send({ type: 'programme', canvas: one.canvas, layers: one.layers, change });
      break;
    }
    case 'compose': {
      const { width, height } = CANVASES[one.canvas];
      const size = { width: width * one.scale, height: height * one.scale, frameRate: one.frameRate };
      engine.send({ type: 'canvas', canvas: one.canvas, size });
    }
  }
}

test('the programme goes on, and no frame is held, whatever inputs do', async () => {
  screen.engine.send({
    type: 'canvas',
    canvas: 'portrait',
    size: { width: 108, height: 192, frameRate: 30 },
  });
  const surface = document.createElement('canvas').transferControlToOffscreen();
  screen.engine.send({ type: 'surface', id: 'portrait', canvas: 'portrait', of: 'programme', surface }, [
    surface,
  ]);
  record('fuzz.mp4');
  await vi.waitFor(() => expect(screen.of('record-state').length).toBeGreaterThan(0), 15_000);
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (all) => {
      for (const one of all) {
        happen(one);
        await new Promise(requestAnimationFrame);
      }
      await nextStats();
      const before = screen.of('stats').at(-1);
      await nextStats();
      const after = screen.of('stats').at(-1);
      for (const canvas of CANVAS_NAMES) {
        const grown = (after?.canvases[canvas]?.composed ?? 0) - (before?.canvases[canvas]?.composed ?? 0);
        expect(grown).toBeGreaterThan(0);
      }
      expect(after?.openFrames).toBeLessThanOrEqual(Object.keys(after?.inputs ?? {}).length + 3);
      expect(screen.of('broken')).toEqual([]);
    }),
    { interruptAfterTimeLimit: 20_000, numRuns: 100, endOnFailure: true },
  );
  screen.engine.send({ type: 'stop-record', id: 'recording' });
  await vi.waitFor(() => expect(screen.of('record-state').at(-1)?.state.state).toBe('finished'), 10_000);
  const { videoSeconds, soundSeconds } = await recorded('fuzz.mp4');
  expect(videoSeconds).toBeGreaterThan(10);
  expect(Math.abs(videoSeconds - soundSeconds)).toBeLessThan(0.5);
}, 60_000);
