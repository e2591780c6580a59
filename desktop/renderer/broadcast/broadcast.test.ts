import { expect, test, vi } from 'vitest';
import type { ApiClient } from '../api/client.ts';
import type { Engine, FromWorker, ToWorker } from '../engine/public.ts';
import { Broadcast, useBroadcast } from './broadcast.ts';
import { SMALLEST_QUALITY } from './presets.ts';
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

test('what the engine said before it heard of the end brings nothing back', () => {
  const engine = new SaidEngine();
  const broadcast = new Broadcast(engine);
  broadcast.start({
    sourceId: 'a',
    sessionId: 'b',
    target: { url: 'ws://127.0.0.1', path: 'live/a', key: 'k' },
    canvas: 'landscape',
    preset: SMALLEST_QUALITY,
  });
  engine.say({ type: 'publish-state', id: 'programme', state: { state: 'live' } });
  expect(useBroadcast.getState().publish).toEqual({ state: 'live' });
  broadcast.stop();
  engine.say({ type: 'publish-state', id: 'programme', state: { state: 'connecting' } });
  expect(useBroadcast.getState()).toEqual({ onAir: null, publish: null, stats: null });
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
