import type { Child } from '@neustream/shared/node/child.ts';
import { test as base } from '@playwright/test';
import { query } from '../../kit/database.ts';
import { startEncoder } from '../../kit/encoders/encoder.ts';
import { Person } from '../../kit/person.ts';
import { ScriptedPlatform } from '../../kit/platforms/scripted.ts';
import { Product } from '../../kit/product.ts';
import { Visitor } from './visitor.ts';

interface Fixtures {
  /** A person at the browser, not signed in. Fails the test when a page of theirs breaks. */
  visitor: Visitor;
  /** An account made over the API, with which the visitor is signed in. */
  creator: Person;
  /** Starts a local platform that ends with the test. */
  startPlatform: () => Promise<ScriptedPlatform>;
  /** Publishes a small test picture until the test ends. */
  publish: (url: string) => Child;
  /** Puts an account on the free plan. */
  onFreePlan: (email: string) => Promise<void>;
}

/** Tests of the whole product in a browser: one product for all of them, an account of its own for each. */
export const test = base.extend<Fixtures, { product: Product }>({
  product: [
    async ({ browserName }, use) => {
      if (browserName !== 'chromium') throw new Error('These tests know Chromium only.');
      const product = await Product.start({ settings: { DEFAULT_PLAN: 'pro' } });
      await use(product);
      await product[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  visitor: async ({ page }, use) => {
    const broken: string[] = [];
    let lostFrames = 0;
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      // The browser logs answers like 401 or 403, which are part of a page's normal work.
      if (message.type() !== 'error' || /Failed to load resource/.test(message.text())) return;
      // Once in a while Chromium loses one that was on its way to the worker; a studio that leaks loses many.
      if (/VideoFrame was garbage collected/.test(message.text()) && lostFrames === 0) lostFrames += 1;
      else broken.push(message.text());
    });
    await use(new Visitor(page));
    if (broken.length > 0) throw new Error(`The page complained: ${broken.join('\n')}`);
  },
  creator: async ({ product, page }, use) => {
    const creator = await Person.signUp({ url: product.url });
    await page.request.post('/api/auth/login', { data: creator.account });
    await use(creator);
  },
  startPlatform: async ({ product: _ }, use) => {
    const platforms: ScriptedPlatform[] = [];
    await use(async () => {
      const platform = await ScriptedPlatform.start();
      platforms.push(platform);
      return platform;
    });
    for (const platform of platforms) await platform[Symbol.asyncDispose]();
  },
  publish: async ({ product: _ }, use) => {
    const encoders: Child[] = [];
    await use((url) => {
      const encoder = startEncoder({ url });
      encoders.push(encoder);
      return encoder;
    });
    for (const encoder of encoders) await encoder.stop();
  },
  onFreePlan: async ({ product }, use) => {
    await use(async (email) => {
      await query(
        product.dataDir,
        `update user_subscriptions set plan_code = 'free' where user_id = (select id from users where email = $1)`,
        [email],
      );
    });
  },
});

export { expect } from '@playwright/test';
