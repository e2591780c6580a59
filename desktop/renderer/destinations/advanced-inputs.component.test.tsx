import { FIELD_CODES } from '@neustream/shared/contracts/errors.ts';
import { expect, test } from 'vitest';
import { en } from '../i18n/en/index.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { CHANGE, editingIn, SAVED } from './testing/editing.tsx';

const editing = editingIn(inPage);

test('user name and password are out of the way until somebody looks for them', async () => {
  const { dialog } = await editing();
  const user = dialog.getByRole('textbox', { name: 'User name' });
  expect(user.elements()).toEqual([]);
  await dialog.getByText('Advanced').click();
  await expect.element(user).toBeVisible();
});

test('a saved login shows itself, without its password', async () => {
  const { dialog } = await editing({ username: 'me', password_set: true });
  await expect.element(dialog.getByRole('textbox', { name: 'User name' })).toHaveValue('me');
  const password = dialog.getByLabelText('Password', { exact: true });
  await expect.element(password).toHaveValue('');
  await expect.element(password).toHaveAccessibleDescription(en.destinations.password_kept);
});

test('another server asks for the password of the login, too', async () => {
  const { dialog, address, key, save, server } = await editing({ username: 'me', password_set: true });
  server.on(CHANGE, { status: 200, body: SAVED });
  const password = dialog.getByLabelText('Password', { exact: true });
  await address.fill('rtmp://live.example.net/app');
  await expect.element(password).toHaveAccessibleDescription(en.destinations.password_again);
  await key.fill('new-key');
  await save.click();
  await expect.element(password).toHaveAccessibleDescription(FIELD_CODES.LOGIN_PASSWORD_NEEDED_AGAIN);
  await password.fill('new password');
  await save.click();
  await expect
    .poll(() => server.bodies(CHANGE))
    .toMatchObject([{ stream_key: 'new-key', password: 'new password' }]);
});

test('another sound track and a new login are sent, and half a login is refused', async () => {
  const { dialog, screen, save, server } = await editing();
  server.on(CHANGE, { status: 200, body: SAVED });
  await dialog.getByText('Advanced').click();
  await dialog.getByRole('combobox', { name: 'Sound track' }).click();
  await screen.getByRole('option', { name: 'Track 2' }).click();
  await dialog.getByRole('textbox', { name: 'User name' }).fill('me');
  await save.click();
  const password = dialog.getByLabelText('Password', { exact: true });
  await expect.element(password).toHaveAccessibleDescription(FIELD_CODES.LOGIN_PASSWORD_MISSING);
  await password.fill('word');
  await save.click();
  await expect
    .poll(() => server.bodies(CHANGE))
    .toMatchObject([{ username: 'me', password: 'word', audio_track: 1 }]);
});
