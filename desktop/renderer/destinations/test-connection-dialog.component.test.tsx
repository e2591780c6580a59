import type { ConnectionTestView } from '@neustream/shared/destinations/connection-test.ts';
import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { RELAY_REASONS, type RelayReasonCode } from '@neustream/shared/live/relay.ts';
import { useState } from 'react';
import { expect, test } from 'vitest';
import type { Reply } from '../api/testing/fake-server.ts';
import { en } from '../i18n/en/index.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { TestConnectionDialog } from './test-connection-dialog.tsx';
import { testDestination } from './testing/destination.ts';

const TEST = 'POST /api/sources/destinations/d1/test';
const DIAL = { step: 'dial', ok: true, duration_ms: 12 } as const;

const PASSED: ConnectionTestView = {
  ok: true,
  key_tried: false,
  steps: [DIAL],
  reason_code: null,
  fault: null,
  message: null,
  action: null,
  detail: null,
};

function failed(reason_code: RelayReasonCode, detail: string | null = null): ConnectionTestView {
  const { fault, message, action } = RELAY_REASONS[reason_code];
  const steps = [DIAL, { step: 'handshake', ok: false, duration_ms: 3 } as const];
  return { ...PASSED, ok: false, steps, reason_code, fault, message, action, detail };
}

function Testing({ platform }: { platform: string }) {
  const [shown, setShown] = useState<DestinationView | null>(null);
  return (
    <>
      <button type="button" onClick={() => setShown(testDestination({ platform }))}>
        Open
      </button>
      <TestConnectionDialog destination={shown} onClose={() => setShown(null)} />
    </>
  );
}

async function tested(answer: Reply | (() => Promise<Reply>), platform = 'custom') {
  const { screen, server } = await inPage(<Testing platform={platform} />);
  server.on(TEST, answer);
  await screen.getByRole('button', { name: 'Open' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Test the connection to Church site' });
  const again = dialog.getByRole('button', { name: 'Test again' });
  return { dialog, server, again };
}

test('the test begins at once, and no second one while it lasts', async () => {
  const answer = Promise.withResolvers<Reply>();
  const { dialog, again, server } = await tested(() => answer.promise);
  await expect.element(dialog.getByText(/up to 15 seconds/)).toBeVisible();
  await expect.element(again).toHaveAttribute('aria-disabled', 'true');
  answer.resolve({ status: 200, body: PASSED });
  await expect.element(dialog.getByRole('status').getByText(/^The connection works\./)).toBeVisible();
  await expect.element(dialog.getByRole('status').getByText(/The stream key was not tried/)).toBeVisible();
  await again.click();
  await expect.poll(() => server.bodies(TEST)).toHaveLength(2);
});

test('a key that the platform took is told', async () => {
  const { dialog } = await tested({ status: 200, body: { ...PASSED, key_tried: true } }, 'twitch');
  await expect.element(dialog.getByText('Twitch accepted the stream key.')).toBeVisible();
});

test('a failure names the step, whose fault it is, and what to do, without talking of tries to come', async () => {
  const { dialog } = await tested({ status: 200, body: failed('CONNECTION_RESET', 'so long') });
  const alert = dialog.getByRole('alert');
  await expect.element(alert.getByText(/^The server dropped the connection\./)).toBeVisible();
  await expect.element(alert.getByText(/Try again\./)).toBeVisible();
  await expect.element(alert.getByText(/so long/)).toBeVisible();
  const steps = dialog.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem');
  await expect.element(steps.nth(0).getByRole('img', { name: 'Passed' })).toBeVisible();
  await expect.element(steps.nth(1).getByRole('img', { name: 'Failed' })).toBeVisible();
});

test('a refused test says why', async () => {
  const body = {
    error: 'Another test of yours is still running.',
    code: 'TEST_UNDER_WAY',
    fault: 'user',
    action: 'Wait a few seconds.',
  };
  const { dialog } = await tested({ status: 409, body });
  await expect.element(dialog.getByRole('alert').getByText(/Another test of yours/)).toBeVisible();
});

test('no action of a test promises further tries', () => {
  // Only what sends sound and picture can stop making progress.
  const own = [...Object.keys(en.destinations.test_actions), 'NO_PROGRESS'];
  const promising = Object.entries(RELAY_REASONS).filter(([, { action }]) =>
    /\bwe (keep trying|reconnect|try again)|press Retry/i.test(action),
  );
  expect(promising.map(([code]) => code).filter((code) => !own.includes(code))).toEqual([]);
});
