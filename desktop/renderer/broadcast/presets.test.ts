import { fitsQuality, parseQuality } from '@neustream/shared/billing/quality.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPreset, encodable, hindrances, QUALITY_PRESETS } from './presets.ts';

const anything = { bandwidth: null, plan: null, canEncode: () => true };

describe('quality fits', () => {
  it('for any measured bandwidth, plan and computer', () => {
    const means = fc.record({
      bandwidth: fc.integer({ min: 0, max: 20_000_000 }),
      plan: fc.constantFrom(null, '720p30', '1080p30', '1080p60'),
      cores: fc.integer({ min: 1, max: 32 }),
      hardware: fc.boolean(),
    });
    fc.assert(
      fc.property(means, ({ bandwidth, plan, cores, hardware }) => {
        const canEncode = encodable({ hardware, cores });
        const best = bestPreset({ bandwidth, plan, canEncode });
        if (best === null) {
          expect(bandwidth).toBeLessThan(3_000_000);
          return;
        }
        expect(best.minBandwidth).toBeLessThanOrEqual(bandwidth);
        const allowed = plan === null ? null : parseQuality(plan);
        if (allowed !== null) expect(fitsQuality(allowed, best)).toBe(true);
        expect(canEncode(best)).toBe(true);
        // Nothing better would have fitted.
        for (const better of QUALITY_PRESETS.slice(0, QUALITY_PRESETS.indexOf(best))) {
          expect(hindrances(better, { bandwidth, plan, canEncode })).not.toEqual([]);
        }
      }),
    );
  });

  it('says what holds each quality back', () => {
    const [best] = QUALITY_PRESETS;
    if (best === undefined) throw new Error('There are no presets.');
    expect(hindrances(best, { bandwidth: 1, plan: '720p30', canEncode: () => false })).toEqual([
      'uplink',
      'plan',
      'computer',
    ]);
    expect(hindrances(best, anything)).toEqual([]);
    expect(bestPreset(anything)).toBe(best);
  });
});
