import { expect, test } from 'vitest';
import { resolveStreams, type StreamChoice } from './use-streams.ts';

const streams = ['first', 'second', 'third'].map((id) => ({ id, name: id }));
const NOTHING = { landscape: null, portrait: null };

function where(choice: Partial<StreamChoice>): [string | null, string | null] {
  const { landscape, portrait } = resolveStreams({ streams, chosen: NOTHING, onAir: NOTHING, ...choice });
  return [landscape?.id ?? null, portrait?.id ?? null];
}

test('before anything was chosen the wide picture goes to the first stream, and the upright one nowhere', () => {
  expect(where({})).toEqual(['first', null]);
  expect(where({ streams: [] })).toEqual([null, null]);
});

test('what was chosen is kept, as long as that stream exists', () => {
  expect(where({ chosen: { landscape: 'second', portrait: 'third' } })).toEqual(['second', 'third']);
  expect(where({ chosen: { landscape: 'none', portrait: 'first' } })).toEqual([null, 'first']);
  expect(where({ chosen: { landscape: 'deleted', portrait: 'first' } })).toEqual(['second', 'first']);
  expect(where({ chosen: { landscape: 'second', portrait: 'deleted' } })).toEqual(['second', null]);
});

test('what is on air stays where it is, and no stream has two pictures', () => {
  const onAir = { landscape: null, portrait: 'first' };
  expect(where({ onAir, chosen: { landscape: 'first', portrait: 'second' } })).toEqual([null, 'first']);
  expect(where({ chosen: { landscape: 'first', portrait: 'first' } })).toEqual(['first', null]);
  for (const landscape of [null, 'none', 'first', 'second', 'deleted']) {
    for (const portrait of [null, 'none', 'first', 'second', 'deleted']) {
      for (const live of [null, 'first', 'second', 'third']) {
        const found = where({ chosen: { landscape, portrait }, onAir: { landscape: live, portrait: null } });
        expect(found[0] === null || found[0] !== found[1]).toBe(true);
        if (live !== null) expect(found[0]).toBe(live);
      }
    }
  }
});
