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

test.each([
  { what: 'metadata at 0 before an encoder’s clock', given: [0, 3e9, 3e9 + 20], read: [0, 3e9, 3e9 + 20] },
  { what: 'an encoder that begins anew', given: [3e9, 0, 20], read: [3e9, 0, 20] },
  { what: 'a wrap there and back', given: [2 ** 32 - 10, 5, 2 ** 32 - 5], read: [-10, 5, -5].map(past) },
  { what: 'a step back behind 0', given: [0, 2 ** 32 - 6, 20], read: [0, 0, 20] },
  {
    what: 'a new beginning after a wrap',
    given: [2 ** 32 - 10, 5, 2e9, 2e9 + 7],
    read: [-10, 5, 2e9, 2e9 + 7].map(past),
  },
])('counts $what as it was meant', ({ given, read }) => {
  const unwrapper = new TimestampUnwrapper();
  expect(given.map((timestamp) => unwrapper.unwrap(timestamp))).toEqual(read);
});

function past(ms: number): number {
  return 2 ** 32 + ms;
}
