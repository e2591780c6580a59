import { expect, it } from 'vitest';
import { isNewer } from './is-newer.ts';

const stored = { boot_id: 'a', seq: 5, reported_at: new Date(1000), heartbeat_at: new Date(50_000) };
const silent = { ...stored, heartbeat_at: new Date(30_000) };
const now = 51_000;

it.each([
  ['the first one ever', undefined, { bootId: 'a', seq: 0, at: 0 }, true],
  ['the next number', stored, { bootId: 'a', seq: 6, at: 900 }, true],
  ['the same number again', stored, { bootId: 'a', seq: 5, at: 2000 }, false],
  ['an older number', stored, { bootId: 'a', seq: 4, at: 2000 }, false],
  ['a restarted node that counts anew', stored, { bootId: 'b', seq: 0, at: 1001 }, true],
  [
    'a restarted node whose clock was set back, after a silence',
    silent,
    { bootId: 'b', seq: 0, at: 1 },
    true,
  ],
  ['an older number after a silence', silent, { bootId: 'a', seq: 4, at: 2000 }, false],
  ['a late one of the run before', stored, { bootId: 'old', seq: 99, at: 999 }, false],
])('a snapshot is newer or not: %s', (_name, known, snapshot, newer) => {
  expect(isNewer(known, snapshot, now)).toBe(newer);
});
