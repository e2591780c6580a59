import { expect, test } from 'vitest';
import { testDestination } from '../../destinations/testing/destination.ts';
import { testRelay, testSession } from '../testing/session.ts';
import { destinationRows } from './destination-rows.ts';

const saved = (id: string, is_active = true) => testDestination({ id, name: `Saved ${id}`, is_active });

const looks = (...args: Parameters<typeof destinationRows>): string[] =>
  destinationRows(...args).map((row) => `${row.id} ${row.look}`);

test('offline, each saved destination says whether it is sent to', () => {
  expect(looks([saved('d1'), saved('d2', false)], null)).toEqual(['d1 ready', 'd2 off']);
});

test('in a session, saved destinations show their relay or that they can be added', () => {
  expect(looks([saved('d1'), saved('d2')], testSession())).toEqual(['d1 live', 'd2 removed']);
});

test('a relay whose destination was deleted stays in sight until it is removed', () => {
  const relays = [testRelay({ destination_id: 'd9', status: 'ERROR' })];
  expect(looks([], testSession({ relays }))).toEqual(['d9 error']);
  const gone = [testRelay({ destination_id: 'd9', status: 'DISCONNECTED', reason_code: 'REMOVED' })];
  expect(looks([], testSession({ relays: gone }))).toEqual([]);
});
