import { z } from 'zod';
import type { RawBrowser, RawPage } from './raw-browser.ts';

/** Notes what the engine says once a second. */
const NOTE = `
  const Real = window.Worker;
  window.engineSays = [];
  window.Worker = class extends Real {
    constructor(url, options) {
      super(url, options);
      this.addEventListener('message', ({ data }) => data.type === 'stats' && window.engineSays.push(data));
    }
  };`;

const stats = z.object({
  canvases: z.object({ landscape: z.object({ due: z.number(), composed: z.number() }) }),
  openFrames: z.number(),
  inputs: z.record(z.string(), z.object({ width: z.number(), count: z.number() })),
});

/** Opens the studio of a person in a browser of its own. */
export async function openStudio(browser: RawBrowser, url: string, account: object): Promise<RawPage> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(account),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(cookie)?.[1] ?? '/';
    return { name, value, url: `${url}${path}`, path };
  });
  if (cookies.length === 0) throw new Error('The person was not signed in.');
  await browser.send('Storage.setCookies', { cookies });
  const page = await browser.open('about:blank');
  await page.prepare(NOTE);
  await page.go(`${url}/studio`);
  return page;
}

/** What the engine said last. */
export async function said(page: RawPage) {
  return stats.parse(await page.evaluate('window.engineSays.at(-1)'));
}

/** Pictures of the camera so far. */
export async function pictures(page: RawPage): Promise<number> {
  return Math.max(...Object.values((await said(page)).inputs).map(({ count }) => count));
}
