import type { MeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Measurements } from './measurements.ts';

let now = 0;
let measurements: Measurements;
let issued = 0;
beforeEach(() => {
  now = 1_000_000;
  measurements = new Measurements(() => now);
});
const permit = (account = 'ada'): MeasurePermit => {
  issued += 1;
  return { id: `permit ${issued}`, account, expiresAt: now + 120_000 };
};

describe('the measurements of a node', () => {
  it('begin with each permit once', () => {
    const one = permit();
    expect(measurements.begin(one)).toBe('BEGUN');
    measurements.end(one);
    expect(measurements.begin(one)).toBe('REFUSED');
    expect(measurements.begin(permit())).toBe('BEGUN');
  });

  it('are one at a time for each account', () => {
    const first = permit();
    expect(measurements.begin(first)).toBe('BEGUN');
    const second = permit();
    expect(measurements.begin(second)).toBe('NOT_NOW');
    // That one has not begun, so its end frees nothing.
    measurements.end(second);
    expect(measurements.begin(permit())).toBe('NOT_NOW');
    expect(measurements.begin(permit('bob'))).toBe('BEGUN');
    measurements.end(first);
    expect(measurements.begin(second)).toBe('BEGUN');
  });

  it('are at most twenty', () => {
    for (let index = 0; index < 20; index += 1) {
      expect(measurements.begin(permit(`account ${index}`))).toBe('BEGUN');
    }
    expect(measurements.begin(permit())).toBe('NOT_NOW');
  });

  it('are over after their time, also when the lane of one has died', () => {
    measurements.begin(permit());
    now += 24_000;
    expect(measurements.begin(permit())).toBe('NOT_NOW');
    now += 1000;
    expect(measurements.begin(permit())).toBe('BEGUN');
  });
});
