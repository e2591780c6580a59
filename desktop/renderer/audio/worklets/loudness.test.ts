import { describe, expect, it } from 'vitest';
import { LoudnessMeter, SILENCE_DB } from './loudness.ts';

function sine({
  hz,
  db,
  seconds,
  rate,
}: {
  hz: number;
  db: number;
  seconds: number;
  rate: number;
}): Float32Array {
  const size = 10 ** (db / 20);
  return Float32Array.from(
    { length: seconds * rate },
    (_, at) => size * Math.sin((2 * Math.PI * hz * at) / rate),
  );
}

describe('loudness', () => {
  // EBU Tech 3341, table 1: a stereo sine of 1 kHz at −23 dBFS per channel is −23 LUFS.
  it.each([
    [48_000, -23],
    [48_000, -33],
    [44_100, -23],
  ])('of a stereo tone at %i Hz sampling and %i dBFS is that level', (rate, db) => {
    const meter = new LoudnessMeter(rate);
    const tone = sine({ hz: 1000, db, seconds: 4, rate });
    meter.take([tone, tone]);
    const levels = meter.look();
    expect(levels.momentaryLufs).toBeCloseTo(db, 0);
    expect(Math.abs(levels.momentaryLufs - db)).toBeLessThan(0.1);
    expect(Math.abs(levels.shortTermLufs - db)).toBeLessThan(0.1);
    expect(Math.abs(levels.peakDb - db)).toBeLessThan(0.05);
    expect(levels.clipped).toBe(false);
  });

  it('falls within 400 ms and 3 s when it is silent, and begins at silence', () => {
    const meter = new LoudnessMeter(48_000);
    expect(meter.look()).toMatchObject({ momentaryLufs: SILENCE_DB, peakDb: SILENCE_DB });
    const tone = sine({ hz: 1000, db: -10, seconds: 3, rate: 48_000 });
    meter.take([tone, tone]);
    meter.look();
    const silence = new Float32Array(24_000);
    meter.take([silence, silence]);
    const after = meter.look();
    expect(after.momentaryLufs).toBeLessThan(-60);
    expect(after.shortTermLufs).toBeGreaterThan(-12);
  });

  it('is lower for a rumble that nobody hears', () => {
    const level = (hz: number) => {
      const meter = new LoudnessMeter(48_000);
      meter.take([sine({ hz, db: -20, seconds: 2, rate: 48_000 })]);
      return meter.look().momentaryLufs;
    };
    expect(level(30)).toBeLessThan(level(1000) - 3);
    expect(level(5000)).toBeGreaterThan(level(1000) + 2);
  });

  it('says when a sample reached full scale, once', () => {
    const meter = new LoudnessMeter(48_000);
    meter.take([Float32Array.of(0.5, 1, 0.5)]);
    expect(meter.look().clipped).toBe(true);
    expect(meter.look().clipped).toBe(false);
  });
});
