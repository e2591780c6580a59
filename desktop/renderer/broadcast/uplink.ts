import type { ApiClient } from '../api/client.ts';
import type { Engine } from '../engine/public.ts';

/** A measurement is good for this long, in ms. */
const GOOD_FOR_MS = 10 * 60_000;
const DURATION_MS = 6000;
/** More than the best preset needs: the line is not filled further. In bits per second. */
const MOST_BITRATE = 9_000_000;

export interface Measured {
  /** In bits per second; null where it could not be measured. */
  bandwidth: number | null;
  at: number;
}

let last: Measured | null = null;
/** What is being measured: one at a time, because two would share the line, and the ingest refuses the second. */
const running = new WeakMap<Engine, Promise<Measured>>();

/** The last measurement, as long as it is good. */
export function lastMeasured(): Measured | null {
  return last !== null && Date.now() - last.at < GOOD_FOR_MS ? last : null;
}

/** Measures the uplink by really publishing to the ingest, for six seconds. Never rejects. */
export function measureUplink(api: ApiClient, engine: Engine): Promise<Measured> {
  const measuring = running.get(engine) ?? measureNow(api, engine).finally(() => running.delete(engine));
  running.set(engine, measuring);
  return measuring;
}

async function measureNow(api: ApiClient, engine: Engine): Promise<Measured> {
  const { measurement } = await api.call('measureUplink', {}).catch(() => ({ measurement: null }));
  const bandwidth = measurement === null ? null : await measured(engine, measurement);
  const result = { bandwidth, at: Date.now() };
  // Where it failed, the next time may not.
  if (bandwidth !== null) last = result;
  return result;
}

function measured(engine: Engine, { url, permit }: { url: string; permit: string }): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const id = crypto.randomUUID();
  const stop = engine.on((message) => {
    if (message.type !== 'measured' || message.id !== id) return;
    stop();
    resolve(message.bitrate);
  });
  engine.send({ type: 'measure', id, url, permit, durationMs: DURATION_MS, mostBitrate: MOST_BITRATE });
  return promise;
}
