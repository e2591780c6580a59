import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { en } from '../i18n/en/index.ts';
import { hi } from '../i18n/hi/index.ts';
import type { Language } from '../i18n/language.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { type LiveTarget, liveOffers } from './actions.ts';
import { SessionTitle } from './session-title.tsx';
import { testSession } from './testing/session.ts';

const SOURCE: SourceView = {
  id: 'a',
  public_id: 'p1',
  name: 'Sunday show',
  description: '',
  is_active: true,
  live_on_publish: true,
  destinations_count: 0,
  chat_connectors_count: 0,
  session_id: null,
  session_status: null,
  created_at: '2026-11-22T10:00:00.000Z',
};

const TARGET: LiveTarget = {
  session: null,
  last: null,
  ready: true,
  starting: false,
  ending: false,
  start: () => undefined,
  show: () => undefined,
};

async function ended(change: Partial<SessionView> = {}, language: Language = 'en', source = SOURCE) {
  const last = testSession({ status: 'ENDED', end_reason: 'USER_ENDED', ...change });
  const edit = liveOffers(TARGET).editTitle;
  return await inPage(<SessionTitle session={null} last={last} source={source} edit={edit} />, { language });
}

test.each([
  ['en', en],
  ['hi', hi],
] as const)(
  'who ended a stream reads in %s, on a phone too, that the encoder alone starts no other for a while',
  async (language, texts) => {
    await page.viewport(390, 800);
    const { screen } = await ended({}, language);
    const line = screen.getByText(texts.live.kept_out);
    await expect.element(line).toBeVisible();
    for (let part: Element | null = line.element(); part !== null; part = part.parentElement)
      expect(part.scrollWidth).toBeLessThanOrEqual(part.clientWidth || part.scrollWidth);
    const room = screen.getByRole('status').element().parentElement;
    expect(room?.scrollHeight).toBe(room?.clientHeight);
  },
);

test('nothing is said of that where no encoder is kept out by it', async () => {
  for (const [change, source] of [
    [{ end_reason: 'ENCODER_GONE' }, SOURCE],
    [{ live_at: null }, SOURCE],
    [{}, { ...SOURCE, live_on_publish: false }],
  ] as const) {
    const { screen } = await ended(change, 'en', source);
    await expect.element(screen.getByText(en.live.view_report)).toBeVisible();
    expect(screen.getByText(en.live.kept_out).elements()).toEqual([]);
    await screen.unmount();
  }
});
