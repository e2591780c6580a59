import { useEffect, useRef } from 'react';
import type { Mixer } from '../graph/mixer.ts';
import { type Levels, SILENCE_DB } from '../worklets/loudness.ts';

/** The bar begins here, in dBFS. */
const FLOOR_DB = -60;
/** Where a voice should peak, and where it becomes too loud, in dBFS. */
const GOOD_DB = -20;
const HOT_DB = -6;
const FALL_DB_PER_S = 20;
const HOLD_MS = 1500;

/** The level of one strip, drawn outside of React about twenty times a second. */
export function LevelMeter({ mixer, id, label }: { mixer: Mixer; id: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const element = meter.current;
    const context = canvas.current?.getContext('2d') ?? null;
    if (element === null || context === null) return;
    const bar = new MeterBar(context);
    return mixer.watch((levels) => {
      const level = levels.get(id);
      bar.draw(level);
      const db = Math.max(FLOOR_DB, Math.round(level?.peakDb ?? SILENCE_DB));
      if (element.value !== db) element.value = db;
    });
  }, [mixer, id]);
  return (
    <>
      <meter ref={meter} aria-label={label} min={FLOOR_DB} max={0} className="sr-only" />
      <canvas ref={canvas} width={240} height={8} aria-hidden className="block h-2 w-full rounded-sm" />
    </>
  );
}

class MeterBar {
  readonly #context: CanvasRenderingContext2D;
  #shown = FLOOR_DB;
  #held = FLOOR_DB;
  #heldAt = 0;
  #at = 0;
  /** What was drawn last: nothing is drawn twice. */
  #seen = Number.NaN;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  draw(levels: Levels | undefined): void {
    const now = performance.now();
    const peak = Math.max(FLOOR_DB, levels?.peakDb ?? FLOOR_DB);
    const fallen = this.#shown - ((now - this.#at) / 1000) * FALL_DB_PER_S;
    this.#at = now;
    this.#shown = Math.max(peak, Math.max(FLOOR_DB, fallen));
    if (peak >= this.#held || now - this.#heldAt > HOLD_MS) [this.#held, this.#heldAt] = [peak, now];
    const seen = Math.round(this.#shown * 4) * 1000 + Math.round(this.#held * 4);
    if (seen === this.#seen) return;
    this.#seen = seen;
    const { width, height } = this.#context.canvas;
    const at = (db: number) => ((db - FLOOR_DB) / -FLOOR_DB) * width;
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    context.fillStyle = '#8b93a133';
    context.fillRect(0, 0, width, height);
    const zones: readonly [number, number, string][] = [
      [FLOOR_DB, GOOD_DB, '#3fae78'],
      [GOOD_DB, HOT_DB, '#d9a906'],
      [HOT_DB, 0, '#dc2430'],
    ];
    for (const [from, to, colour] of zones) {
      if (this.#shown <= from) break;
      context.fillStyle = colour;
      context.fillRect(at(from), 0, at(Math.min(to, this.#shown)) - at(from), height);
    }
    if (this.#held > FLOOR_DB) {
      context.fillStyle = '#8b93a1';
      context.fillRect(at(this.#held) - 1, 0, 2, height);
    }
  }
}
