import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { rtmpUrl } from '../kit/person.ts';
import { expect, test } from './support/test.ts';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Some fifty page checks, a second or two each. */
const MANY_LOOKS_MS = 150_000;
const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

/** Checks what is shown now: light and dark on a desktop, and on a phone. */
async function look(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page, `${where}, ${colorScheme}`);
  }
  await page.setViewportSize(PHONE);
  const [wide, tall] = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight] as const;
  });
  expect(wide, `${where}: wider than a phone`).toBeLessThanOrEqual(0);
  // At its full height, so that the bar at the bottom does not cover anything that could be scrolled out from under it.
  await page.setViewportSize({ ...PHONE, height: Math.max(PHONE.height, tall) });
  await expectAccessible(page, `${where}, on a phone`);
  await page.setViewportSize(DESKTOP);
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(STANDARD)
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
  expect(found, where).toEqual([]);
}

test('pages before a session are accessible, light and dark, at a desk and on a phone', async ({
  visitor,
  creator,
  page,
}) => {
  test.setTimeout(MANY_LOOKS_MS);
  await page.setViewportSize(DESKTOP);
  await page.goto('/sources');
  await expect(page.getByText('Create your first source')).toBeVisible();
  await look(page, 'no sources');
  await page.goto('/sessions');
  await expect(page.getByText('No sessions yet')).toBeVisible();
  await look(page, 'no sessions');
  await page.goto('/welcome');
  await expect(page.getByLabel('Name', { exact: true })).toBeVisible();
  await look(page, 'welcome');
  await visitor.createSource('Evening show');
  await expect(page.getByLabel('Stream Key', { exact: true })).toBeVisible();
  await look(page, 'welcome, encoder');
  const [source] = (await creator.call('listSources', {})).sources;
  await page.goto(`/sources/${source?.id}`);
  await expect(page.getByText('No destinations yet')).toBeVisible();
  await look(page, 'source without destinations');
  await page.getByRole('button', { name: 'Add destination' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'adding a destination');
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Plans', exact: true })).toBeVisible();
  await look(page, 'account');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await look(page, 'palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await look(page, 'sign in');
  await page.goto('/sign-up');
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible();
  await look(page, 'sign up');
});

test('pages of a session are accessible, light and dark, at a desk and on a phone', async ({
  visitor,
  creator,
  page,
  startPlatform,
  publish,
}) => {
  test.setTimeout(MANY_LOOKS_MS);
  await page.setViewportSize(DESKTOP);
  const [well, down] = [await startPlatform(), await startPlatform()];
  down.behaviour = { kind: 'reject-publish', code: 'NetStream.Publish.BadName' };
  const { view } = await creator.createSource('Evening show');
  await creator.addDestination(view.id, { name: 'Well', address: well.address });
  await creator.addDestination(view.id, { name: 'Down', address: down.address });
  const { ingest, session } = await creator.goLive(view.id, { title: 'A show' });
  publish(rtmpUrl(ingest));
  await page.goto(`/sources/${view.id}`);
  await visitor.seesRelay('Well', 'LIVE');
  await visitor.seesRelay('Down', 'ERROR');
  await look(page, 'live');
  await page.goto('/sources');
  await expect(page.getByRole('link', { name: 'Evening show' })).toBeVisible();
  await look(page, 'sources');
  await creator.endLive(view.id);
  await expect.poll(() => well.current.length).toBe(0);
  await page.goto('/sessions');
  await expect(page.getByText('A show')).toBeVisible();
  await look(page, 'sessions');
  await page.goto(`/sessions/${session.id}`);
  await expect(page.getByRole('heading', { name: 'Incidents' })).toBeVisible();
  await look(page, 'report');
});

test('signing in and going live works with the keyboard alone', async ({
  visitor,
  creator,
  page,
  startPlatform,
  publish,
}) => {
  const platform = await startPlatform();
  const { view } = await creator.createSource('Main stream');
  await creator.addDestination(view.id, { name: 'Platform', address: platform.address });
  await page.context().clearCookies();

  /** Presses Tab until the element with this name has the focus. */
  async function tabTo(name: RegExp): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null;
        return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '';
      });
      if (name.test(focused)) return;
    }
    throw new Error(`Tab never came to ${name}.`);
  }

  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await tabTo(/^E-mail address$/);
  await page.keyboard.type(creator.account.email);
  await tabTo(/^Password$/);
  await page.keyboard.type(creator.account.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Main stream' })).toBeVisible();
  await tabTo(/^Main stream$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
  await tabTo(/^Go live$/);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Stream Key', { exact: true })).toBeVisible();
  publish(await visitor.obsAddress());
  await visitor.seesRelay('Platform', 'LIVE');
  await tabTo(/^End stream$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await tabTo(/^End stream$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/The stream ended after/)).toBeVisible();
});

test('the studio is accessible, light and dark, at a desk and on a phone', async ({ creator, page }) => {
  test.setTimeout(MANY_LOOKS_MS);
  await page.setViewportSize(DESKTOP);
  const { view } = await creator.createSource();
  await creator.addDestination(view.id, { name: 'Platform', address: 'rtmp://127.0.0.1:1/live' });
  await page.goto('/studio');
  await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((chosen) => localStorage.setItem('neustream.theme', chosen), theme);
    await page.reload();
    await expect(page.getByRole('img', { name: 'Programme' })).toBeVisible();
    await page.keyboard.press('2');
    await page.getByRole('region', { name: 'Layers on the picture' }).getByRole('button').last().focus();
    await look(page, `studio, ${theme}`);
  }
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'adding to the studio');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sound settings of Microphone' }).click();
  await expect(page.getByText('Echo cancellation')).toBeVisible();
  await look(page, 'sound settings');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Go live' }).click();
  await expect(page.getByRole('dialog', { name: 'Go live' })).toBeVisible();
  await look(page, 'going live from the studio');
});
