import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@neustream/shared/node/wait.ts';
import { RawBrowser } from '../../e2e/support/raw-browser.ts';
import { openStudio, pictures, said } from '../../e2e/support/raw-studio.ts';
import { Person } from '../../kit/person.ts';
import type { Product } from '../../kit/product.ts';

/** Frames that are composed of those due while the page is really hidden, in percent. */
export async function measureHidden(product: Product, ms: number): Promise<number> {
  const creator = await Person.signUp({ url: product.url });
  await using browser = await RawBrowser.start();
  const page = await openStudio(browser, product.url, creator.account);
  await until(async () => (await pictures(page)) > 15, { what: 'the camera is seen', timeoutMs: 20_000 });
  await browser.open('about:blank');
  await until(async () => (await page.evaluate('document.visibilityState')) === 'hidden', {
    what: 'it is hidden',
  });
  // Browsers slow down hidden pages only after a while.
  await pause(5000);
  const before = (await said(page)).canvases.landscape;
  await pause(ms);
  const after = (await said(page)).canvases.landscape;
  return ((after.composed - before.composed) / (after.due - before.due)) * 100;
}
