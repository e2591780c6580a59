import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Child } from '@neustream/shared/node/child.ts';
import { Product } from '../../kit/product.ts';
import { ffmpegBin } from '../../kit/tools.ts';
import { figure } from '../figures.ts';
import { describeMachine } from '../machine.ts';
import type { Figure } from '../result.ts';
import { figuresAsText } from '../table.ts';
import { measureHidden } from './hidden.ts';
import { measurePlain } from './plain.ts';
import { BenchStudio } from './studio.ts';

/**
 * The studio in a real browser, live at two platforms: `npm run bench:studio -- [--seconds 10] [--minutes 3] [--json]`.
 * `--minutes` is how long its memory is watched.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(values.seconds);
const MINUTES = Number(values.minutes);
const SMALL = '720p, 30 frames a second';
const LARGE = '1080p, 60 frames a second';
const WARM_UP_MS = 4000;
/** What the uplink falls to and what it carries before and after, in bytes per second. */
const NARROW = 1_500_000 / 8;
const NARROW_MS = 10_000;
const MOST_RECOVERY_MS = 40_000;
/** Memory that is watched for less says nothing: browsers tidy up when they like. */
const LEAST_MINUTES = 3;

const figures: Figure[] = [];
const say = (text: string) => process.stderr.write(`${text}\n`);

const machine = describeMachine();
const product = await Product.start({ settings: { DEFAULT_PLAN: 'business' } });
try {
  await measure(SMALL, 30);
  await narrow();
  const large = await measure(LARGE, 60);
  await comparePlain(large);
  await hide();
} finally {
  await product[Symbol.asyncDispose]();
}

for (const line of [
  `${machine.cpu}, ${machine.cores} cores, ${machine.system}`,
  '',
  ...figuresAsText(figures),
]) {
  process.stdout.write(`${line}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify({ machine, figures })}\n`);

/** Opens a studio of its own, goes live in a quality, and measures what it does. */
async function measure(quality: string, frameRate: number): Promise<{ cost: number; frames: number }> {
  const isSmall = quality === SMALL;
  const name = isSmall ? '720p30' : '1080p60';
  say(`${name} …`);
  await using studio = await BenchStudio.open(product);
  const scriptKb = studio.scriptBytes / 1000;
  await studio.buildScene();
  const firstMs = await studio.goLive(quality);
  await pause(WARM_UP_MS);
  const before = await studio.notes();
  const pictures = studio.pictures;
  const began = performance.now();
  const cost = await studio.cost(SECONDS * 1000);
  const received = ((studio.pictures - pictures) * 1000) / (performance.now() - began);
  const after = await studio.notes();
  const [first, last] = [before.stats.at(-1), after.stats.at(-1)];
  if (first === undefined || last === undefined) throw new Error('The engine says nothing.');
  const [was, is] = [first.canvases.landscape, last.canvases.landscape];
  const delivered = ((is.composed - was.composed) / (is.due - was.due)) * 100;
  const busy = after.longTasks.slice(before.longTasks.length).filter((ms) => ms > 50).length;
  figures.push(
    ...figure(`${name}: frames delivered of those due`, delivered, '%', { atLeast: isSmall ? 99.5 : 99 }),
    ...figure(`${name}: frames a second at the platform`, received, 'fps', { atLeast: frameRate * 0.99 }),
    ...figure(`${name}: whole browser, live at two`, cost, '% of a core', isSmall ? { atMost: 60 } : 'none'),
    ...figure(`${name}: newest frame to programme, p95`, is.delayMs, 'ms', { atMost: 2000 / frameRate }),
    ...figure(`${name}: long tasks of the page`, busy, '', { atMost: 0 }),
    ...figure(`${name}: open frames`, last.openFrames, '', { atMost: 3 }),
    ...figure(`${name}: Go live pressed to first platform receiving`, firstMs, 'ms', { atMost: 1500 }),
  );
  if (isSmall) {
    figures.push(
      ...figure('script before the first interaction, compressed', scriptKb, 'kB', { atMost: 300 }),
    );
    await interact(studio);
    await suppress(studio);
    await watchMemory(studio);
  }
  await studio.end();
  return { cost, frames: received };
}

/** The same scene by a page that draws frames on a canvas, per frame: neither may reach 60 a second here. */
async function comparePlain(ours: { cost: number; frames: number }): Promise<void> {
  say('the same scene by plain Canvas2D …');
  const plain = await measurePlain(SECONDS * 1000);
  const ratio = ours.cost / ours.frames / (plain.cost / plain.frames);
  figures.push(
    ...figure('1080p60 by plain Canvas2D, not sent: whole browser', plain.cost, '% of a core', 'none'),
    ...figure('1080p60 by plain Canvas2D: frames a second', plain.frames, 'fps', 'none'),
    ...figure('1080p60, live at two, ÷ plain Canvas2D, for each frame', ratio, '×', { atMost: 0.65 }),
  );
}

async function hide(): Promise<void> {
  say('a hidden page …');
  const share = await measureHidden(product, SECONDS * 1000);
  figures.push(...figure('720p30, page hidden: frames composed of those due', share, '%', { atLeast: 99 }));
}

async function interact(studio: BenchStudio): Promise<void> {
  await studio.interact();
  const { interactions } = await studio.notes();
  const sorted = interactions.toSorted((one, other) => one - other);
  const p95 = sorted[Math.floor(sorted.length * 0.95)];
  figures.push(...figure('720p30 live: interaction to next paint, p95', p95, 'ms', { below: 100 }));
}

/** What each suppressor adds to the audio graph. */
async function suppress(studio: BenchStudio): Promise<void> {
  say('noise suppressors …');
  const costs = new Map<string, number>();
  for (const name of ['Off', 'RNNoise', 'GTCRN']) {
    await studio.suppress(name);
    await pause(WARM_UP_MS);
    costs.set(name, await studio.graphCost(SECONDS * 1000));
  }
  for (const [name, atMost] of [
    ['RNNoise', 2],
    ['GTCRN', 4],
  ] as const) {
    const added = (costs.get(name) ?? Number.NaN) - (costs.get('Off') ?? Number.NaN);
    figures.push(...figure(`${name}: of a core`, added, '%', { atMost }));
  }
}

/** With a picture that is hard to encode, the uplink falls to 1.5 Mbps for ten seconds, and carries everything again. */
async function narrow(): Promise<void> {
  say('a narrow uplink …');
  const film = join(product.dataDir, 'hard.y4m');
  const scene = 'testsrc2=size=1280x720:rate=30,noise=alls=20:allf=t+u';
  const args = ['-y', '-f', 'lavfi', '-i', scene, '-t', '3', '-pix_fmt', 'yuv420p', film];
  await new Child({ name: 'The film', file: ffmpegBin(), args }).exited;
  await using studio = await BenchStudio.open(product, film);
  await studio.goLive(SMALL);
  await pause(2 * WARM_UP_MS);
  const pictures = studio.pictures;
  studio.line?.slowTo(NARROW);
  await pause(NARROW_MS);
  const rate = (studio.pictures - pictures) / (NARROW_MS / 1000);
  studio.line?.slowTo(Number.POSITIVE_INFINITY);
  const back = performance.now();
  const warning = studio.page.getByRole('region', { name: 'Status' }).getByText('Your uplink is slow');
  const warned = await warning.isVisible();
  while ((await warning.isVisible()) && performance.now() - back < MOST_RECOVERY_MS) await pause(200);
  figures.push(
    ...figure('uplink at 1.5 Mbps for 10 s: frames a second at the platform', rate, 'fps', { atLeast: 20 }),
    ...figure('full quality again after', warned ? (performance.now() - back) / 1000 : null, 's', {
      atMost: 10,
    }),
  );
}

async function watchMemory(studio: BenchStudio): Promise<void> {
  say(`memory over ${MINUTES} minutes …`);
  await pause(20_000);
  const before = studio.memoryMb();
  await pause(MINUTES * 60_000);
  const growth = ((studio.memoryMb() - before) / MINUTES) * 30;
  figures.push(
    ...figure(
      `memory growth in 30 min, from ${MINUTES} min${MINUTES < LEAST_MINUTES ? ', too short to say' : ''}`,
      growth,
      'MB',
      MINUTES < LEAST_MINUTES ? 'none' : { below: 20 },
    ),
    ...figure('open frames after that', (await studio.notes()).stats.at(-1)?.openFrames, '', { atMost: 3 }),
  );
}
