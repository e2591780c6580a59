import { Secret } from '@neustream/shared/kernel/secret.ts';
import { issueMeasurePermit, readMeasurePermit } from '@neustream/shared/node/measure-permit.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Measurements } from './measurements.ts';

const TOKEN = new Secret('node token');
const MIB = 1024 * 1024;

let now = 0;
let measurements: Measurements;
beforeEach(() => {
  now = 1_000_000;
  const read = (permit: string) => readMeasurePermit(TOKEN, permit, now);
  measurements = new Measurements({ read, now: () => now, steady: () => now });
});
const permit = (account = 'ada') => issueMeasurePermit(TOKEN, account, now);

describe('a measurement', () => {
  it('begins with a permit of this node, once', () => {
    const text = permit();
    measurements.begin(text)?.end();
    expect(measurements.begin(text)).toBeNull();
    expect(measurements.begin(permit())).not.toBeNull();
  });

  it.each([
    ['of another node', () => issueMeasurePermit(new Secret('another'), 'ada', now)],
    ['that is too old', () => issueMeasurePermit(TOKEN, 'ada', now - 121_000)],
    ['that was changed', () => permit().replace(/^./, (first) => (first === 'e' ? 'f' : 'e'))],
    ['that is none', () => 'x.y'],
    ['that is empty', () => ''],
  ])('does not begin with a permit %s', (_, text) => {
    expect(measurements.begin(text())).toBeNull();
  });

  it('is the only one of its account, and one of twenty', () => {
    const first = measurements.begin(permit());
    expect(measurements.begin(permit())).toBeNull();
    first?.end();
    for (let index = 0; index < 20; index += 1) {
      expect(measurements.begin(permit(`account ${index}`))).not.toBeNull();
    }
    expect(measurements.begin(permit())).toBeNull();
  });

  it('ends after its bytes, or its time', () => {
    const measuring = measurements.begin(permit());
    expect(measuring?.count(64 * MIB)).toBe(true);
    expect(measuring?.count(1)).toBe(false);
    const other = measurements.begin(permit('bob'));
    expect(other?.count(MIB)).toBe(true);
    now += 20_000;
    expect(other?.count(1)).toBe(false);
  });
});
