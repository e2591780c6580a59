import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule } from './ticker.ts';

describe('a steady rate', () => {
  it('counts every tick that was due, and makes up for none that was missed', () => {
    const schedule = new Schedule(30, 0);
    expect(schedule.take(10)).toBe(false);
    expect(schedule.take(33)).toBe(true);
    // A pause of half a second: one tick, not fifteen.
    expect(schedule.take(533)).toBe(true);
    expect(schedule.take(534)).toBe(false);
    expect(schedule.due).toBe(16);
  });

  it('does not drift, however late its timer is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(24, 30, 60),
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 50, maxLength: 300 }),
        (rate, lates) => {
          const schedule = new Schedule(rate, 0);
          let now = 0;
          for (const late of lates) {
            now += schedule.restMs(now) + late;
            schedule.take(now);
          }
          expect(Math.abs(schedule.due - (now * rate) / 1000)).toBeLessThanOrEqual(1.1);
        },
      ),
    );
  });
});
