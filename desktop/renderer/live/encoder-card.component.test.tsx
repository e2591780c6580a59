import type { IngestView } from '@neustream/shared/live/schemas.ts';
import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { beforeEach, expect, test } from 'vitest';
import { en } from '../i18n/en/index.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { useIngestKeys } from '../sources/ingest-keys.ts';
import { EncoderCard } from './encoder-card.tsx';
import { OFFLINE } from './state/live-state.ts';
import { testSession } from './testing/session.ts';

const ENDPOINTS = {
  engine: 'auto' as const,
  rtmp: 'rtmp://live.example:1935/live',
  rtmps: null,
  rtmp_login: 'rtmp://live.example:1935/login',
  srt: null,
  whip: null,
};
const KEYS: IngestAddresses = {
  rtmp: { server: ENDPOINTS.rtmp, stream_key: 'pub1?key=KEY' },
  rtmps: null,
  rtmp_url: { url: `${ENDPOINTS.rtmp}/pub1/KEY` },
  rtmp_login: { server: ENDPOINTS.rtmp_login, stream_key: 'pub1', username: 'pub1', password: 'KEY' },
  srt: null,
  whip: null,
  direct: null,
};

beforeEach(() => useIngestKeys.setState({ bySource: {} }));

async function card(change: Partial<IngestView> = {}, rtmp_login: string | null = ENDPOINTS.rtmp_login) {
  const endpoints = { ...ENDPOINTS, rtmp_login };
  const session = testSession();
  const ingest = { ...session.ingest, ...change };
  const source = { id: 'a', public_id: 'pub1' };
  return await inPage(
    <EncoderCard source={source} live={OFFLINE} session={{ ...session, ingest }} endpoints={endpoints} />,
  );
}

test('that an encoder sends no sound, and silence is sent for it, is said on its card', async () => {
  const { screen } = await card({ audio_codec: null, silence_added: true });
  await expect.element(screen.getByText(en.encoder.silence_added)).toBeVisible();
});

test('an encoder with several sound tracks shows how many', async () => {
  const { screen } = await card({ audio_tracks: 3 });
  await expect.element(screen.getByText('AAC · 3 tracks')).toBeVisible();
  expect(screen.getByText(en.encoder.silence_added).elements()).toEqual([]);
});

test('encoders with other fields find what to enter behind one line, with the key while it is known', async () => {
  useIngestKeys.getState().keep('a', { ingest: KEYS, scope: 'source' });
  const { screen } = await card();
  await screen.getByRole('tab', { name: 'RTMP' }).click();
  const user = screen.getByRole('textbox', { name: 'User name' });
  expect(user.elements()).toEqual([]);
  await screen.getByText(en.encoder.others).click();
  await expect.element(user).toHaveValue('pub1');
  await expect
    .element(screen.getByRole('textbox', { name: 'Server' }).last())
    .toHaveValue(ENDPOINTS.rtmp_login);
  const password = screen.getByLabelText('Password', { exact: true });
  await expect.element(password).toHaveValue('KEY');
  await expect.element(password).toHaveAttribute('type', 'password');
  const address = screen.getByLabelText('Address', { exact: true });
  await expect.element(address).toHaveValue('rtmp://live.example:1935/live/pub1/KEY');
});

test('without the key, the login names where the password is', async () => {
  const { screen } = await card();
  await screen.getByRole('tab', { name: 'RTMP' }).click();
  await screen.getByText(en.encoder.others).click();
  await expect.element(screen.getByText(en.encoder.login_key_text)).toBeVisible();
  expect(screen.getByLabelText('Password', { exact: true }).elements()).toEqual([]);
});

test('where our own ingest takes no RTMP, no other ways are offered', async () => {
  const { screen } = await card({}, null);
  await screen.getByRole('tab', { name: 'RTMP' }).click();
  expect(screen.getByText(en.encoder.others).elements()).toEqual([]);
});
