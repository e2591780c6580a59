import { FIELD_CODES } from '@neustream/shared/contracts/errors.ts';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { refusal } from '../api/testing/fake-server.ts';
import { en } from '../i18n/en/index.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { AddDestinationDialog } from './destination-dialog.tsx';
import { CHANGE, editingIn, SAVED } from './testing/editing.tsx';

const NO_LIMITS = { sources_remaining: null, destinations_remaining: null, streaming_hours_remaining: null };
const KEPT = en.destinations.stream_key_kept;
const AGAIN = en.destinations.stream_key_again;
const editing = editingIn(inPage);

test.each([
  ['scheme', 'rtmps://live.example.org:1935/app'],
  ['host', 'rtmp://live.example.net/app'],
  ['port', 'rtmp://live.example.org:1936/app'],
])('another %s asks for the stream key anew as soon as it is typed', async (_part, typed) => {
  const { address, key, save, server } = await editing();
  await expect.element(key).toHaveAccessibleDescription(KEPT);
  await address.fill(typed);
  await expect.element(key).toHaveAccessibleDescription(AGAIN);
  await expect.element(key).toBeRequired();
  await save.click();
  await expect.element(key).toHaveFocus();
  await expect.element(key).toHaveAccessibleDescription(FIELD_CODES.STREAM_KEY_NEEDED_AGAIN);
  expect(server.received).toEqual([]);
});

test('the address of the same server in other words keeps the key', async () => {
  const { address, key, save, server } = await editing();
  server.on(CHANGE, { status: 200, body: SAVED });
  await address.fill('rtmp://LIVE.example.org:1935/other');
  await expect.element(key).toHaveAccessibleDescription(KEPT);
  await save.click();
  await expect
    .poll(() => server.bodies(CHANGE))
    .toEqual([{ name: 'Church site', rtmp_url: 'rtmp://LIVE.example.org:1935/other' }]);
});

test('while an address is half typed, nothing is asked for', async () => {
  const { address, key } = await editing();
  await address.fill('rtmp://live.example.net');
  await expect.element(key).toHaveAccessibleDescription(KEPT);
});

test('another server of the same platform asks for the key, and going back takes the question away', async () => {
  const youtube = { platform: 'youtube', rtmp_url: 'rtmps://a.rtmps.youtube.com:443/live2' };
  const { dialog, key, save, screen } = await editing(youtube);
  const servers = dialog.getByRole('combobox', { name: 'Server' });
  await servers.click();
  await screen.getByRole('option').nth(1).click();
  await expect.element(key).toHaveAccessibleDescription(AGAIN);
  await save.click();
  await expect.element(key).toHaveAccessibleDescription(FIELD_CODES.STREAM_KEY_NEEDED_AGAIN);
  await servers.click();
  await screen.getByRole('option').first().click();
  await expect.element(key).toHaveAccessibleDescription(KEPT);
});

test('with the key of the new server, both are sent', async () => {
  const { address, key, save, server, dialog } = await editing();
  server.on(CHANGE, { status: 200, body: SAVED });
  await address.fill('rtmp://live.example.net/app');
  await key.fill('new-key');
  await save.click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(server.bodies(CHANGE)).toEqual([
    { name: 'Church site', rtmp_url: 'rtmp://live.example.net/app', stream_key: 'new-key' },
  ]);
});

test('what the server has against the address or the key stands at them', async () => {
  const { address, key, save, server } = await editing();
  server.on(
    CHANGE,
    refusal({
      rtmp_url: { code: 'RTMP_ADDRESS_NOT_PUBLIC' },
      stream_key: { code: 'STREAM_KEY_NEEDED_AGAIN' },
    }),
  );
  await save.click();
  await expect.element(address).toHaveFocus();
  await expect.element(address).toHaveAccessibleDescription(FIELD_CODES.RTMP_ADDRESS_NOT_PUBLIC);
  await expect.element(key).toHaveAccessibleDescription(FIELD_CODES.STREAM_KEY_NEEDED_AGAIN);
});

test('an address without an application is refused before it is sent', async () => {
  const { address, save, server } = await editing();
  await address.fill('rtmp://live.example.org/');
  await save.click();
  await expect.element(address).toHaveAccessibleDescription(FIELD_CODES.RTMP_ADDRESS_HAS_NO_APP);
  expect(server.received).toEqual([]);
});

test('a dialog with something typed asks before it closes, and keeps it when told to', async () => {
  const { dialog, name, discard } = await editing();
  await name.fill('Chapel');
  await userEvent.keyboard('{Escape}');
  await expect.element(discard).toHaveAccessibleName('Discard your changes?');
  await discard.getByRole('button', { name: 'Keep editing' }).click();
  await expect.element(discard).not.toBeInTheDocument();
  await expect.element(name).toHaveValue('Chapel');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await discard.getByRole('button', { name: 'Discard' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
});

test('a question that saving answered by itself is not asked when the dialog is opened again', async () => {
  const { screen, server, key, save, discard, dialog } = await editing();
  const saving = Promise.withResolvers<void>();
  server.on(CHANGE, async () => {
    await saving.promise;
    return { status: 200, body: SAVED };
  });
  await key.fill('new-key');
  await save.click();
  await userEvent.keyboard('{Escape}');
  await expect.element(discard).toBeVisible();
  saving.resolve();
  await expect.element(dialog).not.toBeInTheDocument();
  await screen.getByRole('button', { name: 'Open again' }).click();
  await expect.element(dialog).toBeVisible();
  await expect.element(discard).not.toBeInTheDocument();
});

test('a dialog that nothing was typed in closes at once', async () => {
  const { dialog, discard } = await editing();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(discard).not.toBeInTheDocument();
});

test('the browser’s Back asks, too, before it takes away what was typed', async () => {
  const { name, discard, router } = await editing();
  await router.navigate('/elsewhere');
  await name.fill('Chapel');
  await router.navigate(-1);
  await discard.getByRole('button', { name: 'Keep editing' }).click();
  expect(router.state.location.pathname).toBe('/elsewhere');
  await expect.element(name).toHaveValue('Chapel');
  await router.navigate(-1);
  await discard.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => router.state.location.pathname).toBe('/');
});

function Adding() {
  const [open, setOpen] = useState(true);
  return <AddDestinationDialog open={open} onClose={() => setOpen(false)} sourceId="a" isLive={false} />;
}

test('choosing another platform keeps the key and the name typed by hand', async () => {
  const { screen, server } = await inPage(<Adding />);
  server.on('POST /api/sources/a/destinations', {
    status: 201,
    body: { destination: SAVED, limits: NO_LIMITS, joined_session: false },
  });
  const dialog = screen.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Sunday show');
  await dialog.getByLabelText('Stream key', { exact: true }).fill('live_1');
  await dialog.getByRole('radio', { name: 'Twitch' }).click();
  await expect.element(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Sunday show');
  await dialog.getByRole('button', { name: 'Add destination' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  expect(server.bodies('POST /api/sources/a/destinations')).toMatchObject([
    { platform: 'twitch', name: 'Sunday show', stream_key: 'live_1' },
  ]);
});

test('a platform that was only chosen, with nothing typed, is no reason to ask', async () => {
  const { screen } = await inPage(<Adding />);
  const dialog = screen.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Kick' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
});
