import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Interleave } from './interleave.ts';

type Timed = { timestamp: number };

test('sound and picture leave in one order of time, each whole and in its own order', () => {
  const events = fc.array(
    fc.record({ kind: fc.constantFrom('picture', 'sound'), step: fc.integer({ min: 0, max: 60_000 }) }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(events, (all) => {
      const left: { kind: string; at: number; item: Timed }[] = [];
      const interleave = new Interleave<Timed, Timed>(({ kind, item }, at) => left.push({ kind, at, item }));
      const at = { picture: 0, sound: 0 };
      const given: Record<string, Timed[]> = { picture: [], sound: [] };
      for (const { kind, step } of all) {
        at[kind] += step;
        const item = { timestamp: at[kind] };
        given[kind]?.push(item);
        interleave[kind](item);
      }
      // What still waits leaves with later sound.
      interleave.sound({ timestamp: 1e9 });
      left.pop();
      for (const [index, one] of left.entries()) {
        if (index > 0) expect(one.at).toBeGreaterThanOrEqual(left[index - 1]?.at ?? 0);
      }
      for (const kind of ['picture', 'sound']) {
        expect(left.filter((one) => one.kind === kind).map(({ item }) => item)).toEqual(given[kind]);
      }
    }),
  );
});

test('pictures do not wait long for sound that does not come', () => {
  const left: number[] = [];
  const interleave = new Interleave<Timed, Timed>(({ item }) => left.push(item.timestamp));
  for (let timestamp = 0; timestamp <= 1_000_000; timestamp += 100_000) interleave.picture({ timestamp });
  expect(left.at(-1)).toBe(700_000);
});
