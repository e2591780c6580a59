import { until } from '@neustream/shared/node/wait.ts';
import { z } from 'zod';
import { RawBrowser } from './support/raw-browser.ts';
import { expect, test } from './support/test.ts';

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

test('the programme keeps its rate while nobody looks at the page', async ({ creator, product }) => {
  await using browser = await RawBrowser.start();
  const page = await browser.open(`${product.url}/sign-in`);
  await until(() => page.evaluate('document.readyState === "complete"') as Promise<boolean>, {
    what: 'it is loaded',
  });
  const login = JSON.stringify(creator.account);
  const status = await page.evaluate(
    `fetch('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(login)} }).then((answer) => answer.status)`,
  );
  expect(status).toBe(200);
  await page.prepare(NOTE);
  await page.go(`${product.url}/studio`);
  const last = async () => stats.parse(await page.evaluate('window.engineSays.at(-1)'));
  const camera = async () => {
    const { inputs } = await last();
    return Math.max(...Object.values(inputs).map(({ count }) => count));
  };
  await until(async () => (await camera()) > 15, { what: 'the camera is seen', timeoutMs: 20_000 });

  await browser.open('about:blank');
  await until(async () => (await page.evaluate('document.visibilityState')) === 'hidden', {
    what: 'it is hidden',
  });
  const [before, seenBefore] = [await last(), await camera()];
  await until(async () => (await last()).canvases.landscape.due >= before.canvases.landscape.due + 150, {
    what: 'five seconds of pictures were due',
    timeoutMs: 15_000,
  });
  const after = await last();
  const due = after.canvases.landscape.due - before.canvases.landscape.due;
  const composed = after.canvases.landscape.composed - before.canvases.landscape.composed;
  expect(composed / due).toBeGreaterThan(0.9);
  // The camera goes on, too: a page's own timers would have run once a second.
  expect((await camera()) - seenBefore).toBeGreaterThan(due * 0.5);
  expect(after.openFrames).toBeLessThanOrEqual(4);
});
