import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { startEncoder } from './kit/encoders/encoder.ts';
import { HD } from './kit/encoders/presets.ts';
import type { Behaviour } from './kit/platforms/behaviour.ts';
import { ScriptedPlatform } from './kit/platforms/scripted.ts';
import { Product } from './kit/product.ts';
import { onPath } from './kit/tools.ts';

/** Makes the pictures of the documentation: the real product with a test picture and local platforms. */

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const SIZE = { width: 1280, height: 800 };
/** Long enough for the lines of the bitrates to have a shape. */
const BROADCAST_MS = 75_000;
const BROWSER_FLAGS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-sync'];

const PLATFORMS: { platform: string; name: string; behaviour: Behaviour }[] = [
  { platform: 'twitch', name: 'Twitch', behaviour: { kind: 'good' } },
  { platform: 'kick', name: 'Kick', behaviour: { kind: 'good' } },
  { platform: 'custom', name: 'Church website', behaviour: { kind: 'good' } },
  {
    platform: 'rumble',
    name: 'Rumble',
    behaviour: { kind: 'reject-publish', code: 'NetStream.Publish.BadName' },
  },
];

await using product = await Product.start();
const browser = await chromium.launch({
  args: BROWSER_FLAGS,
  ...(onPath('chromium') === undefined ? {} : { executablePath: onPath('chromium') ?? '' }),
});
const context = await browser.newContext({ viewport: SIZE, colorScheme: 'dark', locale: 'en-US' });
try {
  const page = await context.newPage();
  const publishUrl = await setUpSource(page);
  await using platforms = await addDestinations(context, page);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'End stream' }).waitFor();
  const encoder = startEncoder({ url: publishUrl, preset: { ...HD, videoKbps: 6000 } });
  await page.getByTestId('session-status').and(page.locator('[data-status=live]')).waitFor();
  await page.locator('video').evaluate(hasPicture);
  await page.waitForTimeout(BROADCAST_MS);
  mkdirSync(DOCS, { recursive: true });
  await page.screenshot({ path: `${DOCS}/live-page.png` });
  console.log(`docs/live-page.png, with ${platforms.use.length} platforms`);
  await encoder.stop('SIGINT');
} finally {
  await browser.close();
}

/** Signs up and goes through the guide up to the destinations. Answers the address to publish to. */
async function setUpSource(page: Page): Promise<string> {
  await page.goto(`${product.url}/sign-up`);
  await page.getByLabel('Your name').fill('Asha Rao');
  await page.getByLabel('E-mail address').fill('asha@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a few words to remember');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/welcome');
  await page.getByLabel('Name').fill('Sunday show');
  await page.getByRole('button', { name: 'Create source' }).click();
  const server = await page.getByLabel('Server', { exact: true }).inputValue();
  const key = await page.getByLabel('Stream Key', { exact: true }).inputValue();
  return `${server}/${key}`;
}

/** Saves one destination for each local platform and opens the live page. */
async function addDestinations(context: BrowserContext, page: Page) {
  const headers = { origin: product.url };
  const answer = await context.request.get(`${product.url}/api/sources`);
  const { sources } = (await answer.json()) as { sources: { id: string }[] };
  const id = sources[0]?.id ?? '';
  const started = new AsyncDisposableStack();
  for (const { platform, name, behaviour } of PLATFORMS) {
    const { address } = started.use(await ScriptedPlatform.start({ behaviour }));
    const data = { platform, name, rtmp_url: address, stream_key: `live_${platform}` };
    const url = `${product.url}/api/sources/${id}/destinations`;
    const saved = await context.request.post(url, { data, headers });
    if (!saved.ok()) throw new Error(`${name} was not saved: ${await saved.text()}`);
  }
  await page.goto(`${product.url}/sources/${id}`);
  return { use: PLATFORMS, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Waits in the page until the preview shows something. */
function hasPicture(video: SVGElement | HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    if (video instanceof HTMLVideoElement && video.videoWidth > 0) resolve();
    else video.addEventListener('playing', () => resolve(), { once: true });
  });
}
