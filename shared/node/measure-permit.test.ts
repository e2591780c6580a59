import { expect, it } from 'vitest';
import { Secret } from '../kernel/secret.ts';
import { issueMeasurePermit, readMeasurePermit } from './measure-permit.ts';

const TOKEN = new Secret('node token');
const NOW = 1_000_000;
const good = issueMeasurePermit(TOKEN, 'ada', NOW);

it('a permit says whose it is, for two minutes', () => {
  expect(readMeasurePermit(TOKEN, good, NOW)).toMatchObject({ account: 'ada', expiresAt: NOW + 120_000 });
  expect(readMeasurePermit(TOKEN, good, NOW + 119_999)).not.toBeNull();
  expect(readMeasurePermit(TOKEN, good, NOW + 120_000)).toBeNull();
});

it.each([
  ['of another node', issueMeasurePermit(new Secret('another'), 'ada', NOW)],
  ['that was changed', good.replace(/^./, (first) => (first === 'e' ? 'f' : 'e'))],
  ['with a part of its signature', good.slice(0, -1)],
  ['that is none', 'x.y'],
  ['that is empty', ''],
])('a permit %s is none', (_, text) => {
  expect(readMeasurePermit(TOKEN, text, NOW)).toBeNull();
});
