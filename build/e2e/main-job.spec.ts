import { randomUUID } from 'node:crypto';
import { rtmpUrl } from '../kit/person.ts';
import { expect, test } from './support/test.ts';

test('sign up, set up, go live on two platforms, survive the loss of one, end and read the report', async ({
  visitor,
  page,
  startPlatform,
  publish,
}) => {
  const [steady, shaky] = [await startPlatform(), await startPlatform()];
  await visitor.signUp({ email: `${randomUUID()}@example.com`, password: 'three quiet green lamps' });

  await visitor.createSource('Evening show');
  await expect(page.getByText('The key is shown only once')).toBeVisible();
  const address = await visitor.obsAddress();
  expect(address).toMatch(/^rtmp:\/\/127\.0\.0\.1:\d+\/live\/\w+\?key=.{40,}$/);
  await page.getByRole('button', { name: 'Continue' }).click();
  await visitor.addDestination({ name: 'Steady', address: steady.address, key: 'steady-key' });
  await visitor.addDestination({ name: 'Shaky', address: shaky.address, key: 'shaky-key' });
  await page.getByRole('button', { name: 'Go live' }).click();

  await visitor.seesSession('starting');
  await expect(visitor.row('Steady')).toContainText('Waiting for encoder');
  publish(address);
  await visitor.seesRelay('Steady', 'LIVE');
  await visitor.seesRelay('Shaky', 'LIVE');
  await visitor.seesSession('live');
  await expect(page.getByTestId('encoder-status')).toHaveAttribute('data-status', 'publishing');
  await expect(visitor.row('Steady')).toContainText(/\d+ kbps|Mbps/);
  expect(steady.streams.map(({ key }) => key)).toEqual(['steady-key']);

  await shaky.stopListening();
  await visitor.seesRelay('Shaky', 'CONNECTING');
  await expect(visitor.row('Shaky')).toContainText('The platform');
  await visitor.seesRelay('Shaky', 'ERROR');
  await expect(visitor.row('Shaky')).toContainText('The server refused the connection.');
  await expect(visitor.row('Shaky')).toContainText('Check the address and port');
  await visitor.seesRelay('Steady', 'LIVE');
  await shaky.listen();
  await visitor.row('Shaky').getByRole('button', { name: 'Retry Shaky' }).click();
  await visitor.seesRelay('Shaky', 'LIVE');
  await expect(visitor.row('Shaky')).not.toContainText('The server refused the connection.');
  expect(steady.streams).toHaveLength(1);

  await visitor.endStream();
  await expect(page.getByText(/The stream ended after/)).toBeVisible();
  expect([steady.current, shaky.current]).toEqual([[], []]);
  await page.getByRole('link', { name: 'View report' }).click();
  await expect(page.getByRole('heading', { name: 'Incidents' })).toBeVisible();
  const incidents = page.getByRole('listitem').filter({ hasText: 'The platform' });
  await expect(incidents.filter({ hasText: 'Shaky' }).first()).toBeVisible();
  await expect(incidents.filter({ hasText: 'Steady' })).toHaveCount(0);
  await expect(page.getByText('Ended by you', { exact: true })).toBeVisible();
});

test('the ingest key is shown once, and a new one replaces it', async ({ visitor, creator, page }) => {
  const { view, ingestKey } = await creator.createSource('Main stream');
  await page.goto(`/sources/${view.id}`);
  await expect(page.getByText('The key was shown when it was created')).toBeVisible();
  expect(await page.content()).not.toContain(ingestKey);
  await page.getByRole('button', { name: 'Create a new key' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByLabel('Stream Key', { exact: true })).toHaveAttribute('type', 'password');
  const address = await visitor.obsAddress();
  expect(address).not.toContain(ingestKey);
  await page.reload();
  await expect(page.getByText('The key was shown when it was created')).toBeVisible();
  expect(await page.content()).not.toContain(address.split('key=')[1]);
});

test('destinations are paused, added, removed and edited while live', async ({
  visitor,
  creator,
  page,
  startPlatform,
  publish,
}) => {
  const [first, second] = [await startPlatform(), await startPlatform()];
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'First', address: first.address });
  const { ingest } = await creator.goLive(view.id);
  publish(rtmpUrl(ingest));
  await page.goto(`/sources/${view.id}`);
  await visitor.seesRelay('First', 'LIVE');
  await visitor.addDestination({ name: 'Second', address: second.address, key: 'second-key' });
  await visitor.seesRelay('Second', 'LIVE');
  await visitor.row('First').getByRole('button', { name: 'Pause First' }).click();
  await expect(visitor.row('First')).toContainText('Paused');
  await expect.poll(() => first.current.length).toBe(0);
  await visitor.row('First').getByRole('button', { name: 'Resume First' }).click();
  await visitor.seesRelay('First', 'LIVE');
  await visitor.row('Second').getByRole('button', { name: 'More actions for Second' }).click();
  await page.getByRole('menuitem', { name: 'Remove from session' }).click();
  await expect(visitor.row('Second')).toContainText('Not in session');
  await expect.poll(() => second.current.length).toBe(0);
  await visitor.row('Second').getByRole('button', { name: 'Add Second to session' }).click();
  await visitor.seesRelay('Second', 'LIVE');
  expect(first.current).toHaveLength(1);
});
