import { expect, test } from 'vitest';
import { testRelay, testSession } from '../testing/session.ts';
import { isOpen, OFFLINE, withSnapshot } from './live-state.ts';
import { currentRate } from './rates.ts';

const NOW = Date.parse('2026-11-22T10:00:05.000Z');
const at = (second: number): string => `2026-11-22T10:00:${String(second).padStart(2, '0')}.000Z`;

test('a snapshot with a higher version replaces what is shown', () => {
  const first = withSnapshot(OFFLINE, testSession({ version: 4 }), NOW);
  const second = withSnapshot(first, testSession({ version: 5, title: 'new', as_of: at(1) }), NOW);
  expect(second.session?.title).toBe('new');
});

test('a snapshot with a lower version is ignored, however late it comes', () => {
  const shown = withSnapshot(OFFLINE, testSession({ version: 5, title: 'new' }), NOW);
  expect(withSnapshot(shown, testSession({ version: 4, title: 'old', as_of: at(9) }), NOW)).toBe(shown);
});

test('newer facts of the same version are taken, repeated ones are not', () => {
  const shown = withSnapshot(OFFLINE, testSession(), NOW);
  expect(withSnapshot(shown, testSession(), NOW)).toBe(shown);
  expect(withSnapshot(shown, testSession({ as_of: at(2) }), NOW).session?.as_of).toBe(at(2));
});

test('a new session replaces an older one, and never the other way round', () => {
  const older = testSession({ id: 's1', version: 90 });
  const newer = testSession({ id: 's2', version: 1, started_at: at(30) });
  const shown = withSnapshot(withSnapshot(OFFLINE, older, NOW), newer, NOW);
  expect(shown.session?.id).toBe('s2');
  expect(withSnapshot(shown, older, NOW)).toBe(shown);
});

test('rates are counted per destination and begin anew with a new session', () => {
  let live = withSnapshot(OFFLINE, testSession(), NOW);
  live = withSnapshot(
    live,
    testSession({ version: 2, as_of: at(1), relays: [testRelay({ bytes_sent: 125_000 })] }),
    NOW,
  );
  expect(currentRate(live.sent.d1 ?? [])).toBe(1000);
  live = withSnapshot(live, testSession({ id: 's2', started_at: at(30), as_of: at(31) }), NOW);
  expect(currentRate(live.sent.d1 ?? [])).toBeNull();
});

test('times are shown by the clock of the server', () => {
  expect(withSnapshot(OFFLINE, testSession(), NOW).clockOffset).toBe(5000);
});

test('no open session empties the screen', () => {
  const shown = withSnapshot(OFFLINE, testSession(), NOW);
  expect(withSnapshot(shown, null, NOW)).toEqual(OFFLINE);
  expect(isOpen(testSession({ status: 'ENDED' }))).toBe(false);
  expect(isOpen(testSession({ status: 'STARTING' }))).toBe(true);
});
