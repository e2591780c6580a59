import type { CanvasName } from '@neustream/shared/studio/scenes.ts';
import { expect, test, vi } from 'vitest';
import type { ApiClient } from '../api/client.ts';
import type { Engine, FromWorker, ToWorker } from '../engine/public.ts';
import { Broadcast, canvasesOnAir, useBroadcast } from './broadcast.ts';
import { QUALITY_PRESETS, SMALLEST_QUALITY } from './presets.ts';
import { lastMeasured, measureUplink } from './uplink.ts';

/** The engine as the page sees it: says what the test says. */
class SaidEngine implements Engine {
  readonly heard: ToWorker[] = [];
  readonly #listeners = new Set<(message: FromWorker) => void>();

  send(message: ToWorker): void {
    this.heard.push(message);
  }

  on(listener: (message: FromWorker) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(message: FromWorker): void {
    for (const listener of this.#listeners) listener(message);
  }

  close(): void {
    this.#listeners.clear();
  }
}

/** A wide or an upright show in the smallest quality. */
function show(canvas: CanvasName) {
  const target = { url: 'ws://127.0.0.1', path: `live/${canvas}`, key: 'k' };
  return { sourceId: canvas, sessionId: `of ${canvas}`, target, canvas, preset: SMALLEST_QUALITY };
}

/** What the engine was last told to publish. */
function published({ heard }: SaidEngine) {
  const order = heard.findLast(({ type }) => type === 'publish');
  if (order?.type !== 'publish') throw new Error('nothing is published');
  return order;
}

test('what the engine said before it heard of the end brings nothing back', () => {
  const engine = new SaidEngine();
  const broadcast = new Broadcast(engine);
  broadcast.start(show('landscape'));
  const { id } = published(engine);
  engine.say({ type: 'publish-state', id, state: { state: 'live' } });
  expect(useBroadcast.getState().shows.landscape?.publish).toEqual({ state: 'live' });
  broadcast.stop('landscape');
  engine.say({ type: 'publish-state', id, state: { state: 'connecting' } });
  expect(canvasesOnAir(useBroadcast.getState())).toEqual([]);
});

test('both canvases are on air at once, each in its own size, and end one by one', () => {
  const engine = new SaidEngine();
  const broadcast = new Broadcast(engine);
  const asked: unknown[] = [];
  broadcast.onQuality((quality) => asked.push(quality));
  broadcast.start({ ...show('portrait'), preset: QUALITY_PRESETS[0]! });
  const upright = published(engine);
  broadcast.start(show('landscape'));
  const wide = published(engine);
  expect(upright).toMatchObject({ canvas: 'portrait', video: { width: 1080, height: 1920, frameRate: 60 } });
  expect(wide).toMatchObject({ canvas: 'landscape', video: { width: 1280, height: 720, frameRate: 30 } });
  // The second show changes nothing of the first, and cameras go on giving what the better one needs.
  const sizes = engine.heard.flatMap((one) => (one.type === 'canvas' ? [[one.canvas, one.size?.width]] : []));
  expect(sizes).toEqual([
    ['portrait', 1080],
    ['landscape', 1280],
  ]);
  expect(asked.at(-1)).toEqual({ width: 1920, height: 1080, frameRate: 60 });
  engine.say({ type: 'publish-state', id: upright.id, state: { state: 'live' } });
  const { shows } = useBroadcast.getState();
  expect([shows.portrait?.publish.state, shows.landscape?.publish.state]).toEqual(['live', 'connecting']);
  broadcast.stop('portrait');
  expect(canvasesOnAir(useBroadcast.getState())).toEqual(['landscape']);
  expect(engine.heard.at(-1)).toEqual({ type: 'stop-publish', id: upright.id });
});

test('an uplink is measured once at a time, and again when that failed', async () => {
  const engine = new SaidEngine();
  let asked = 0;
  const call = async () => {
    asked += 1;
    return { measurement: { url: 'ws://127.0.0.1', permit: 'p' } };
  };
  const api = { call, refresh: async () => true } as unknown as ApiClient;
  const measure = () => [measureUplink(api, engine), measureUplink(api, engine)] as const;
  /** Answers the one measurement that is under way. */
  const answer = async (bitrate: number | null) => {
    const measured = engine.heard.length;
    const order = await vi.waitFor(() => engine.heard[measured] ?? Promise.reject(new Error('not yet')));
    if (order.type !== 'measure') throw new Error('something else is done');
    engine.say({ type: 'measured', id: order.id, bitrate, problem: null });
  };

  const failed = measure();
  await answer(null);
  expect((await Promise.all(failed)).map(({ bandwidth }) => bandwidth)).toEqual([null, null]);
  expect(asked).toBe(1);
  expect(lastMeasured()).toBeNull();
  const again = measure();
  await answer(8_000_000);
  expect((await Promise.all(again)).map(({ bandwidth }) => bandwidth)).toEqual([8_000_000, 8_000_000]);
  expect(asked).toBe(2);
  expect(lastMeasured()?.bandwidth).toBe(8_000_000);
});
