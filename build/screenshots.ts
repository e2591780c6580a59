import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { chromium } from '@playwright/test';
import { CHROMIUM } from './e2e/chromium.ts';
import { startEncoder } from './kit/encoders/encoder.ts';
import { HD } from './kit/encoders/presets.ts';
import { Person, rtmpUrl } from './kit/person.ts';
import type { Behaviour } from './kit/platforms/behaviour.ts';
import { ScriptedPlatform } from './kit/platforms/scripted.ts';
import { Product } from './kit/product.ts';
import { ffmpegBin, onPath } from './kit/tools.ts';

/** Makes the screenshots for the documentation: the real product with a test picture and local platforms. */

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const SIZE = { width: 1280, height: 800 };
/** Long enough for the bitrate graphs to have a shape. */
const BROADCAST_MS = 75_000;
/** Until pictures and meters are there. */
const SETTLE_MS = 3000;
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
  mkdirSync(DOCS, { recursive: true });
  await studioPicture(person.account);
  await page.goto(`${product.url}/sources/${view.id}`);
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'End stream' }).waitFor();
  const encoder = startEncoder({ url: rtmpUrl(ingest), preset: { ...HD, videoKbps: 6000 } });
  await page.getByTestId('session-status').and(page.locator('[data-status=live]')).waitFor();
  await page.locator('video').evaluate(hasPicture);
  await page.waitForTimeout(BROADCAST_MS);
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

/** The studio with a film in place of a camera. */
async function studioPicture(account: Person['account']): Promise<void> {
  const film = join(product.dataDir, 'camera.y4m');
  const scene = 'gradients=size=640x360:rate=15:c0=0x1d1b4c:c1=0x605cec:c2=0xf2a65a:c3=0x0a7040:speed=0.02';
  const args = ['-y', '-f', 'lavfi', '-i', scene, '-t', '4', '-pix_fmt', 'yuv420p', film];
  await new Child({ name: 'The film', file: ffmpegBin(), args }).exited;
  await using studio = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, `--use-file-for-fake-video-capture=${film}`],
  });
  const window = await studio.newContext({
    viewport: SIZE,
    colorScheme: 'dark',
    locale: 'en-US',
    baseURL: product.url,
  });
  const page = await window.newPage();
  await page.request.post('/api/auth/login', { data: account });
  await page.goto('/studio');
  await page.getByRole('img', { name: 'Programme' }).waitFor();
  await page.getByRole('button', { name: 'Add something to show' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Text' }).click();
  await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill('Sunday show');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page
    .getByRole('region', { name: 'Layers on the picture' })
    .getByRole('button', { name: 'Text' })
    .click();
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: `${DOCS}/studio.png` });
  console.log('docs/studio.png');
}
