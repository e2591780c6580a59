import { expect, test } from 'vitest';
import { translate } from './translate.ts';

const TEXTS = {
  live: { title: 'Live at {{reached}} of {{total}}', go: 'Go live' },
  found_one: '{{count}} thing',
  found_other: '{{count}} things',
};

test('values are filled in as they are, and a plural has the form of its language', () => {
  const say = (key: string, values?: Record<string, string | number>, language = 'en') =>
    translate(TEXTS, language, { key, values });
  expect(say('live.go')).toBe('Go live');
  expect(say('live.title', { reached: '<b>1</b> {{total}}', total: 0 })).toBe(
    'Live at <b>1</b> {{total}} of 0',
  );
  expect([0, 1, 2].map((count) => say('found', { count }))).toEqual(['0 things', '1 thing', '2 things']);
  expect([0, 1, 2].map((count) => say('found', { count }, 'hi'))).toEqual(['0 thing', '1 thing', '2 things']);
});

test('what is no text is none', () => {
  for (const key of ['live', 'live.go.more', 'nothing', 'found', 'constructor', 'live.toString']) {
    expect(translate(TEXTS, 'en', { key }), key).toBeNull();
  }
});
