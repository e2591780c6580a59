import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@neustream/shared/node/wait.ts';
import { packetsOf, probe } from '../kit/recording.ts';
import { RawBrowser } from './support/raw-browser.ts';
import { openStudio, pictures, said } from './support/raw-studio.ts';
import { expect, test } from './support/test.ts';

test('the programme keeps its rate while nobody looks at the page', async ({ creator, product }) => {
  await using browser = await RawBrowser.start();
  const page = await openStudio(browser, product.url, creator.account);
  await until(async () => (await pictures(page)) > 15, { what: 'the camera is seen', timeoutMs: 20_000 });

  await browser.open('about:blank');
  await until(async () => (await page.evaluate('document.visibilityState')) === 'hidden', {
    what: 'it is hidden',
  });
  const [before, seenBefore] = [await said(page), await pictures(page)];
  await until(async () => (await said(page)).canvases.landscape.due >= before.canvases.landscape.due + 150, {
    what: 'five seconds of pictures were due',
    timeoutMs: 15_000,
  });
  const after = await said(page);
  const due = after.canvases.landscape.due - before.canvases.landscape.due;
  const composed = after.canvases.landscape.composed - before.canvases.landscape.composed;
  expect(composed / due).toBeGreaterThan(0.9);
  // The camera goes on, too: a page's own timers would have run once a second.
  expect((await pictures(page)) - seenBefore).toBeGreaterThan(due * 0.5);
  expect(after.openFrames).toBeLessThanOrEqual(4);
});

test('a recording plays when the browser was killed in the middle of it', async ({ creator, product }) => {
  const first = await RawBrowser.start();
  const page = await openStudio(first, product.url, creator.account);
  await until(async () => (await pictures(page)) > 15, { what: 'the camera is seen', timeoutMs: 20_000 });
  await page.evaluate(
    `[...document.querySelectorAll('button')].find((one) => one.textContent === 'Record').click()`,
  );
  await until(async () => Number(await page.evaluate(RECORDED_BYTES)) > 150_000, {
    what: 'some seconds are stored',
    timeoutMs: 30_000,
  });
  await using second = await RawBrowser.start(await first.crash());
  const again = await openStudio(second, product.url, creator.account);
  const file = join(product.dataDir, 'recording.mp4');
  writeFileSync(file, Buffer.from(String(await again.evaluate(RECORDING)), 'base64'));
  const recording = await probe(file);
  expect(packetsOf(recording, 'video').length).toBeGreaterThan(30);
  expect(packetsOf(recording, 'audio').length).toBeGreaterThan(30);
  expect(packetsOf(recording, 'video')[0]?.flags).toMatch(/^K/);
});

/** The recording in the private storage of the page, which has one. */
const FIND = `
  const root = await navigator.storage.getDirectory();
  let file;
  for await (const folder of root.values()) {
    if (!folder.name.startsWith('recordings')) continue;
    for await (const one of folder.values()) file = await one.getFile();
  }`;
const RECORDED_BYTES = `(async () => {${FIND}
  return file?.size ?? 0;
})()`;
const RECORDING = `(async () => {${FIND}
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
})()`;
