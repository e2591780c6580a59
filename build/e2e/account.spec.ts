import { expect, test } from './support/test.ts';

test('a name is changed and shown at once', async ({ creator, page }) => {
  expect(creator.accessToken).toBeTruthy();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Change name' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change name' });
  await expect(dialog.getByLabel('Your name')).toBeFocused();
  await dialog.getByLabel('Your name').fill('Asha Rao');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('definition').getByText('Asha Rao')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('definition').getByText('Asha Rao')).toBeVisible();
});

test('a password is changed with the current one, from any page, and works from then on', async ({
  visitor,
  creator,
  page,
}) => {
  await page.goto('/sources');
  await expect(page.getByText('Create your first source')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('change password');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByLabel('Current password').fill('not the right one');
  await dialog.getByLabel('New password').fill('four loud red kettles');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('This is not your current password.')).toBeVisible();
  await dialog.getByLabel('Current password').fill(creator.account.password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Your password was changed.')).toBeVisible();
  await page.context().clearCookies();
  await visitor.signIn({ email: creator.account.email, password: 'four loud red kettles' });
  await expect(page.getByText('Create your first source')).toBeVisible();
});

test('every other device is signed out at once, or this one with them', async ({ creator, page }) => {
  expect(creator.accessToken).toBeTruthy();
  await page.goto('/account');
  const dialog = page.getByRole('alertdialog', { name: 'Sign out everywhere?' });
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await dialog.getByRole('button', { name: 'Sign out other devices' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/\d devices? signed out\./)).toBeVisible();
  await expect(page.getByText('This device')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await dialog.getByRole('switch', { name: 'Stay signed in on this device' }).click();
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/sign-in/);
});
