import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { RelayView, SessionView } from '@neustream/shared/live/schemas.ts';
import Plus from 'lucide-react/icons/plus';
import { expect, test } from 'vitest';
import { testDestination } from '../../destinations/testing/destination.ts';
import { en } from '../../i18n/en/index.ts';
import { type Action, offer } from '../../page/actions/action.ts';
import { inPage } from '../../portal/testing/in-page.tsx';
import { OFFLINE } from '../state/live-state.ts';
import { testRelay, testSession } from '../testing/session.ts';
import { DestinationList } from './destination-list.tsx';
import { destinationRows } from './destination-rows.ts';

const add: Action = {
  name: 'test.add',
  group: 'destinations',
  Icon: Plus,
  label: (t) => t('destinations.add'),
  perform: () => undefined,
};

async function listOf(session: SessionView | null, change: Partial<DestinationView> = {}) {
  const saved = testDestination(change);
  const page = await inPage(
    <DestinationList
      sourceId="a"
      rows={destinationRows([saved], session)}
      loading={false}
      live={OFFLINE}
      session={session}
      add={offer(add, undefined)}
    />,
  );
  const row = page.screen.getByRole('listitem', { name: 'Church site' });
  const menu = async () => {
    await row.getByRole('button', { name: 'More actions for Church site' }).click();
    await expect.element(page.screen.getByRole('menu')).toBeVisible();
    return page.screen
      .getByRole('menuitem')
      .elements()
      .map((item) => item.textContent.replace(en.destinations.test_live, ' (not now)'));
  };
  return { ...page, row, menu };
}

const live = (change: Partial<RelayView>) => testSession({ relays: [testRelay(change)] });

test.each([
  ['a relay that sends can be paused', { status: 'LIVE' }, 'Pause Church site'],
  [
    'a relay that failed can be tried again',
    { status: 'ERROR', reason_code: 'KEY_REJECTED' },
    'Retry Church site',
  ],
  ['a paused relay can be resumed', { status: 'DISCONNECTED', paused: true }, 'Resume Church site'],
  [
    'a destination that was taken out can be added',
    { status: 'DISCONNECTED', reason_code: 'REMOVED' },
    'Add Church site to session',
  ],
] as const)('%s with one press', async (_name, change, action) => {
  const { row } = await listOf(live(change));
  await expect.element(row.getByRole('button', { name: action })).toBeEnabled();
  expect(row.getByRole('button').elements()).toHaveLength(2);
});

test('what is live can be paused, edited, taken out and deleted, each once', async () => {
  const { menu } = await listOf(live({}));
  expect(await menu()).toEqual([
    'Edit destination',
    'Test connection (not now)',
    'Remove from session',
    'Delete destination',
  ]);
});

test('a relay that failed can still be paused and taken out', async () => {
  const { menu } = await listOf(live({ status: 'ERROR', reason_code: 'KEY_REJECTED' }));
  expect(await menu()).toEqual([
    'Pause',
    'Edit destination',
    'Test connection (not now)',
    'Remove from session',
    'Delete destination',
  ]);
});

test('outside a session a destination is only switched on or off, edited, tested and deleted', async () => {
  const { row, menu, server } = await listOf(null);
  server.on('PUT /api/sources/destinations/d1', { status: 200, body: testDestination({ is_active: false }) });
  const use = row.getByRole('switch', { name: 'Church site: Include when going live' });
  await expect.element(use).toBeChecked();
  await use.click();
  await expect.poll(() => server.bodies('PUT /api/sources/destinations/d1')).toEqual([{ is_active: false }]);
  expect(await menu()).toEqual(['Edit destination', 'Test connection', 'Delete destination']);
});

test('retrying is asked of the server for this relay, and a refusal is shown', async () => {
  const { row, screen, server } = await listOf(live({ status: 'ERROR', reason_code: 'KEY_REJECTED' }));
  server.on('POST /api/streams/sessions/s1/relays/d1/retry', {
    status: 409,
    body: { error: 'This session has ended.', code: 'SESSION_OVER', fault: 'user', action: 'Go live again.' },
  });
  await row.getByRole('button', { name: 'Retry Church site' }).click();
  await expect.element(screen.getByText('This session has ended.').first()).toBeVisible();
  expect(server.received).toHaveLength(1);
});

test('while a slow destination goes without a part of the picture, its row says so and how far it is behind', async () => {
  const { row } = await listOf(live({ dropping: 'video', lag_ms: 4_400 }));
  await expect.element(row.getByText(en.relay.reduced, { exact: true })).toBeVisible();
  await expect.element(row.getByText('4 s behind.')).toBeVisible();
});

test('a destination that gets another sound track than was chosen says which', async () => {
  const { row } = await listOf(live({ audio_track: 0 }), { audio_track: 1 });
  await expect.element(row.getByText('Your encoder sends no track 2, so track 1 is sent.')).toBeVisible();
});

test('what networks usually delay is not worth a word', async () => {
  const { row } = await listOf(live({ lag_ms: 900 }));
  await expect.element(row.getByText('Live', { exact: true })).toBeVisible();
  expect(row.getByText(/behind/).elements()).toEqual([]);
  expect(row.getByText(en.relay.reduced).elements()).toEqual([]);
});

test('deleting asks first, and “Cancel” keeps the destination', async () => {
  const { menu, screen, server } = await listOf(null);
  await menu();
  await screen.getByRole('menuitem', { name: 'Delete destination' }).click();
  const question = screen.getByRole('alertdialog', { name: 'Delete Church site?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect.element(question).not.toBeInTheDocument();
  expect(server.received).toEqual([]);
});
