import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findGaps } from '../reports/incidents.ts';
import { countInterruptions, GAP_KINDS, NO_INTERRUPTIONS } from './gaps.ts';

const event = fc.record({
  kind: fc.constantFrom(...GAP_KINDS),
  destination_id: fc.constantFrom('a', 'b', null),
});

it('interruptions counted on batch by batch are as many as the gaps of the whole timeline', () => {
  const batches = fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 6 });
  fc.assert(
    fc.property(batches, (told) => {
      let at = 0;
      const timed = told.map((batch) =>
        batch.map((one) => {
          at += 1_000;
          return { ...one, at: new Date(at), hop: 'relay' as const, data: {} };
        }),
      );
      const counted = timed.reduce(countInterruptions, NO_INTERRUPTIONS);
      expect(counted.count).toBe(findGaps({ events: timed.flat(), until: at }).length);
    }),
  );
});
