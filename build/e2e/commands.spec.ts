import { expect, test } from './support/test.ts';

test('everything is found and done by name from the palette', async ({ creator, page }) => {
  const { view } = await creator.createSource('Evening show');
  await creator.addDestination(view.id, { name: 'Church site', address: 'rtmp://203.0.113.5/live' });
  await page.goto('/sessions');
  await expect(page.getByText('No sessions yet')).toBeVisible();
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const search = palette.getByRole('combobox', { name: 'Search commands' });

  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  await page.keyboard.type('evening');
  await expect(palette.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Evening show' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('option').first()).toHaveAccessibleName(/Open Evening show/);
  await page.keyboard.press('Control+k');
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('church edit');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Edit Church site' })).toBeVisible();
});

test('the palette says why something cannot be done now, and does not do it', async ({ creator, page }) => {
  const { view } = await creator.createSource('Evening show');
  await creator.addDestination(view.id, { name: 'Church site', address: 'rtmp://203.0.113.5/live' });
  await creator.goLive(view.id);
  await page.goto(`/sources/${view.id}`);
  await expect(page.getByRole('button', { name: 'End stream' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('delete source');
  const choice = page.getByRole('option', { name: /Delete source/ });
  await expect(choice).toContainText('End the stream first.');
  await expect(choice).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
});

test('Escape closes the palette and gives the focus back', async ({ creator, page }) => {
  await creator.createSource('Evening show');
  await page.goto('/sources');
  const opener = page.getByRole('button', { name: 'Commands' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(opener).toBeFocused();
});

test('single keys work on the page, and never while somebody types', async ({ creator, page }) => {
  const { view } = await creator.createSource('Evening show');
  await page.goto(`/sources/${view.id}`);
  await expect(page.getByText('No destinations yet')).toBeVisible();
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog', { name: 'Add a destination' });
  await expect(dialog).toBeVisible();
  const name = dialog.getByLabel('Name', { exact: true });
  await name.fill('');
  await name.pressSequentially('gs?tnd');
  await expect(name).toHaveValue('gs?tnd');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect(page).toHaveURL(/\/sessions$/);
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'New source' })).toBeVisible();
});

test('the sheet of shortcuts lists what the page offers, and turns single keys off', async ({
  creator,
  page,
}) => {
  const { view } = await creator.createSource('Evening show');
  await page.goto('/sources');
  await expect(page.getByRole('link', { name: 'Evening show' })).toBeVisible();
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('Shift+?');
  await expect(sheet.getByText('Go to sessions')).toBeVisible();
  await expect(sheet.getByText('Go live', { exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.goto(`/sources/${view.id}`);
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(sheet.getByText('Go live', { exact: true })).toBeVisible();
  await sheet.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('d');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('commands are found in Hindi, too', async ({ creator, page }) => {
  await creator.createSource('Evening show');
  await page.addInitScript(() => localStorage.setItem('neustream.language', 'hi'));
  await page.goto('/sources');
  await expect(page.getByRole('link', { name: 'Evening show' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('सत्रों');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sessions$/);
});
