import Circle from 'lucide-react/icons/circle';
import { expect, test } from 'vitest';
import { type Action, type Offer, offer } from './action.ts';
import { matchRank, paletteLines } from './palette-lines.ts';

function testOffer(label: string, change: Partial<Action> = {}): Offer {
  return offer(
    { name: label, group: 'go', Icon: Circle, label: () => label, perform: () => undefined, ...change },
    undefined,
  );
}

const t = (key: string): string => key;

const listed = (offers: Offer[], query: string, recent: string[] = []): string[] =>
  paletteLines({ offers, query, recent, t }).map(
    ({ group, items }) => `${group}: ${items.map(({ label }) => label).join(', ')}`,
  );

const OFFERS = [
  testOffer('Go to sources'),
  testOffer('Go to sessions'),
  testOffer('Go live', { group: 'live' }),
  testOffer('Sign out', { group: 'account' }),
];

test('without a query everything is listed by group', () => {
  expect(listed(OFFERS, '')).toEqual([
    'live: Go live',
    'go: Go to sources, Go to sessions',
    'account: Sign out',
  ]);
});

test('what was used last comes first, and only there', () => {
  expect(listed(OFFERS, ' ', ['Sign out', 'gone', 'Go to sessions'])).toEqual([
    'recent: Sign out, Go to sessions',
    'live: Go live',
    'go: Go to sources',
  ]);
});

test('a query lists what fits, the better fit first and of equal ones the more recent', () => {
  expect(listed(OFFERS, 'so')).toEqual(['found: Go to sources']);
  expect(listed(OFFERS, 's')).toEqual(['found: Sign out, Go to sources, Go to sessions']);
  expect(listed(OFFERS, 's', ['Go to sessions'])).toEqual(['found: Sign out, Go to sessions, Go to sources']);
  expect(listed(OFFERS, 'nothing')).toEqual([]);
});

test('in a group what has keys comes first, and what destroys comes last', () => {
  const offers = [
    testOffer('Delete', { danger: true, keys: 'x' }),
    testOffer('Edit'),
    testOffer('Add', { keys: 'a' }),
  ];
  expect(listed(offers, '')).toEqual(['go: Add, Edit, Delete']);
});

test('what cannot be done now is found after what can', () => {
  const offers = [
    testOffer('Delete source', { when: () => ({ because: 'sources.delete_live' }) }),
    testOffer('Delete Twitch'),
  ];
  expect(listed(offers, 'delete')).toEqual(['found: Delete Twitch, Delete source']);
});

test('words may come in any order, without case and accents', () => {
  expect(matchRank('Pause Café Élan', 'cafe pause')).toBe(1);
  expect(matchRank('Pause YouTube', 'PAU')).toBe(0);
  expect(matchRank('Pause YouTube', 'tube')).toBe(2);
  expect(matchRank('Pause YouTube', 'tubes')).toBeNull();
});

test('Hindi names are found by their own letters', () => {
  expect(matchRank('सोर्स पर जाएँ', 'सोर्स')).toBe(0);
  expect(matchRank('सत्रों पर जाएँ', 'सोर्स')).toBeNull();
});
