import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimestampUnwrapper } from './timestamps.ts';

test('timestamps are counted on beyond 32 bit, with small steps back kept', () => {
  const anyRun = [
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.array(fc.integer({ min: -500, max: 1e8 })),
  ] as const;
  fc.assert(
    fc.property(...anyRun, (start, steps) => {
      const unwrapper = new TimestampUnwrapper();
      let expected = start;
      expect(unwrapper.unwrap(start)).toBe(start);
      for (const step of steps) {
        expected = Math.max(0, expected + step);
        expect(unwrapper.unwrap(expected % 2 ** 32)).toBe(expected);
      }
    }),
  );
});
