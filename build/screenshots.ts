import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { startEncoder } from './kit/encoders/encoder.ts';
import { HD } from './kit/encoders/presets.ts';
import { Person, rtmpUrl } from './kit/person.ts';
import type { Behaviour } from './kit/platforms/behaviour.ts';
import { ScriptedPlatform } from './kit/platforms/scripted.ts';
import { Product } from './kit/product.ts';
import { onPath } from './kit/tools.ts';

/** Makes the screenshots for the documentation: the real product with a test picture and local platforms. */

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const SIZE = { width: 1280, height: 800 };
/** Long enough for the bitrate graphs to have a shape. */
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
  const person = await Person.signUp({ url: product.url }, { email: 'asha@example.com' });
  await person.call('updateMe', { body: { display_name: 'Asha Rao' } });
  const { view, ingest } = await person.createSource('Sunday show');
  await using platforms = await addDestinations(person, view.id);
  await context.request.post(`${product.url}/api/auth/login`, {
    data: person.account,
    headers: { origin: product.url },
  });
  await page.goto(`${product.url}/sources/${view.id}`);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'End stream' }).waitFor();
  const encoder = startEncoder({ url: rtmpUrl(ingest), preset: { ...HD, videoKbps: 6000 } });
  await page.getByTestId('session-status').and(page.locator('[data-status=live]')).waitFor();
  await page.locator('video').evaluate(hasPicture);
  await page.waitForTimeout(BROADCAST_MS);
  mkdirSync(DOCS, { recursive: true });
  await page.screenshot({ path: `${DOCS}/live-page.png` });
  console.log(`docs/live-page.png, with ${platforms.count} platforms`);
  await encoder.stop('SIGINT');
} finally {
  await browser.close();
}

/** Saves one destination for each local platform; they run until they are disposed of. */
async function addDestinations(person: Person, sourceId: string) {
  const started = new AsyncDisposableStack();
  for (const { platform, name, behaviour } of PLATFORMS) {
    const { address } = started.use(await ScriptedPlatform.start({ behaviour }));
    await person.addDestination(sourceId, { platform, name, address });
  }
  return { count: PLATFORMS.length, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Waits in the page until the preview shows something. */
function hasPicture(video: SVGElement | HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    if (video instanceof HTMLVideoElement && video.videoWidth > 0) resolve();
    else video.addEventListener('playing', () => resolve(), { once: true });
  });
}
