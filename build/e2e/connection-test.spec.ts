import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

async function testConnection(page: Page, name: string) {
  await page
    .getByRole('listitem', { name })
    .getByRole('button', { name: `More actions for ${name}` })
    .click();
  await page.getByRole('menuitem', { name: 'Test connection' }).click();
  return page.getByRole('dialog', { name: `Test the connection to ${name}` });
}

test('a connection is tested from its row, and shows each step that it passed', async ({
  creator,
  page,
  startPlatform,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Church site', address: platform.address });
  await page.goto(`/sources/${view.id}`);
  const dialog = await testConnection(page, 'Church site');
  const steps = dialog.getByRole('list', { name: 'Steps of the test' }).getByRole('listitem');
  await expect(steps).toHaveText([/Reach the server/, /Agree on RTMP/, /Enter the application/]);
  await expect(steps.getByRole('img', { name: 'Passed' })).toHaveCount(3);
  await expect(dialog.getByRole('status')).toContainText('The connection works.');
  await expect(dialog.getByRole('status')).toContainText('The stream key was not tried');
  expect(platform.publishRequests).toBe(0);

  platform.behaviour = { kind: 'reject-connect' };
  await dialog.getByRole('button', { name: 'Test again' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Check the path of the server address.');
  await expect(steps.getByRole('img', { name: 'Failed' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('while a session sends to a destination, its test says why it has to wait', async ({
  creator,
  page,
  startPlatform,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Church site', address: platform.address });
  await creator.goLive(view.id);
  await page.goto(`/sources/${view.id}`);
  await page.getByRole('button', { name: 'More actions for Church site' }).click();
  const item = page.getByRole('menuitem', { name: /Test connection/ });
  await expect(item).toBeDisabled();
  await expect(item).toContainText('A session is sending to it.');
});
