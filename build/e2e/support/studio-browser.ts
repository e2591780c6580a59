import { type Browser, chromium, type Page } from '@playwright/test';
import type { Person } from '../../kit/person.ts';
import { CHROMIUM } from '../chromium.ts';

export interface StudioBrowserOptions {
  url: string;
  person: Person;
  /** Options of the browser, in addition to those of every test. */
  args?: readonly string[];
  /** Those of every test that this browser is to be started without. */
  without?: readonly string[];
  /** What the person has allowed; nothing is asked. Absent: everything is allowed when asked for. */
  allowed?: readonly string[];
}

/** A browser of its own, with other devices than those of every test, in which a person is signed in. */
export class StudioBrowser implements AsyncDisposable {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async start(options: StudioBrowserOptions): Promise<StudioBrowser> {
    const { url, person, args = [], without = [], allowed } = options;
    const kept = CHROMIUM.args.filter((one) => !without.includes(one));
    const browser = await chromium.launch({
      ...CHROMIUM,
      args: [...kept, ...args],
      // Playwright's own, which would make the sound of shared tabs silence.
      ignoreDefaultArgs: ['--mute-audio'],
    });
    const context = await browser.newContext({ baseURL: url, locale: 'en-GB' });
    if (allowed !== undefined) await context.grantPermissions([...allowed], { origin: url });
    const page = await context.newPage();
    await page.request.post('/api/auth/login', { data: person.account });
    return new StudioBrowser(browser, page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
