import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE, SoundClock } from './sound-intake.ts';

const PIECE = 480;
const PIECE_MS = 10;

/** Feeds pieces that arrive at these times, and returns where each begins and how far the end is from the clock. */
function feed(clock: SoundClock, arrivals: readonly number[]) {
  let samples = 0;
  const begins = arrivals.map((now, index) => {
    const { timestamp, silence, stretch } = clock.place(PIECE, { now, at: index * PIECE_MS });
    samples += silence + PIECE + stretch;
    return timestamp;
  });
  const spanMs = (samples / SAMPLE_RATE) * 1000;
  return { begins, spanMs };
}

describe('the place of sound on the timeline', () => {
  it('is counted by samples, whatever the arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 200 }), (jitter) => {
        const arrivals = jitter.map((late, index) => 1000 + (index + 1) * PIECE_MS + late);
        const { begins } = feed(new SoundClock(), arrivals);
        for (const [index, begin] of begins.entries()) {
          if (index > 0) expect(begin - (begins[index - 1] ?? 0)).toBe(PIECE_MS * 1000);
        }
      }),
    );
  });

  it('follows a sound card that runs too fast or too slow, without a gap', () => {
    for (const ppm of [-300, 300]) {
      const arrivals = Array.from(
        { length: 30_000 },
        (_, index) => 1000 + (index + 1) * PIECE_MS * (1 + ppm / 1e6),
      );
      const { spanMs } = feed(new SoundClock(), arrivals);
      const elapsed = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0) + PIECE_MS;
      expect(Math.abs(spanMs - elapsed)).toBeLessThan(20);
    }
  });

  it('has silence where the sound stood still', () => {
    const clock = new SoundClock();
    feed(clock, [10, 20, 30]);
    const late = clock.place(PIECE, { now: 1040, at: 1030 });
    expect(late).toMatchObject({ timestamp: 30_000, silence: SAMPLE_RATE });
    const next = clock.place(PIECE, { now: 1050, at: 1040 });
    expect(next).toMatchObject({ timestamp: 1_040_000, silence: 0 });
  });

  it('has no silence where only whoever reads it stood still', () => {
    const { spanMs } = feed(
      new SoundClock(),
      Array.from({ length: 400 }, (_, index) =>
        index < 200 ? 10 * (index + 1) : Math.max(2500, 10 * (index + 1)),
      ),
    );
    expect(Math.abs(spanMs - 4000)).toBeLessThan(10);
  });

  it('has only the sound that was lost as silence, when the rest was waiting', () => {
    const clock = new SoundClock();
    feed(clock, [10, 20, 30]);
    // 300 ms of standing still, of which the last 100 ms were kept.
    const { silence } = clock.place(PIECE, { now: 330, at: 230 });
    expect(silence).toBe((200 / 1000) * SAMPLE_RATE);
    const { timestamp, silence: more } = clock.place(PIECE, { now: 330, at: 240 });
    expect({ timestamp, more }).toEqual({ timestamp: 240_000, more: 0 });
  });

  it('stays with the picture when a little of it is lost, again and again', () => {
    const clock = new SoundClock();
    let samples = 0;
    const errors: number[] = [];
    for (let now = 10; now < 20_000; now += PIECE_MS) {
      // 20 ms of every 200 ms are lost.
      if (now % 200 < 20) continue;
      const { timestamp, silence, stretch } = clock.place(PIECE, { now, at: now - PIECE_MS });
      errors.push(now - PIECE_MS - (timestamp / 1000 + (silence / SAMPLE_RATE) * 1000));
      samples += silence + PIECE + stretch;
    }
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(40);
    expect(Math.abs((samples / SAMPLE_RATE) * 1000 - 20_000)).toBeLessThan(50);
  });

  it('goes on at once after the sleep of a computer', () => {
    const clock = new SoundClock();
    feed(clock, [10, 20, 30]);
    const night = 8 * 3_600_000;
    const woken = clock.place(PIECE, { now: night + 40, at: night + 30 });
    expect(woken).toMatchObject({ timestamp: (night + 30) * 1000, silence: 0 });
  });
});
