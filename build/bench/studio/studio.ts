import { until } from '@neustream/shared/node/wait.ts';
import type { Page } from '@playwright/test';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM } from '../../e2e/chromium.ts';
import { Line } from '../../kit/line.ts';
import { Person } from '../../kit/person.ts';
import { ScriptedPlatform } from '../../kit/platforms/scripted.ts';
import { familyOf } from '../../kit/process-list.ts';
import type { Product } from '../../kit/product.ts';
import { cpuMs, ownMb, threadMs } from '../usage.ts';

/** What the engine says once a second, as far as it is measured here. */
interface Stats {
  canvases: { landscape: { due: number; composed: number; delayMs: number } };
  openFrames: number;
}

/** What happened in the page, as noted there. */
interface Notes {
  stats: Stats[];
  longTasks: number[];
  /** From each key and click to the next picture, in ms. */
  interactions: number[];
  states: { state: string; at: number }[];
}

declare global {
  interface Window {
    benchNotes: Notes;
  }
}

/** A creator's browser with the studio open, and two platforms to go live at. */
export class BenchStudio implements AsyncDisposable {
  readonly page: Page;
  readonly platforms: readonly ScriptedPlatform[];
  /** Between the page and the ingest. */
  line: Line | null = null;
  /** Bytes of script that were loaded until the studio could be used, compressed. */
  scriptBytes = 0;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page, platforms: readonly ScriptedPlatform[]) {
    this.#browser = browser;
    this.page = page;
    this.platforms = platforms;
  }

  /** @param film in place of the camera (Y4M), where its picture matters */
  static async open(product: Product, film?: string): Promise<BenchStudio> {
    const creator = await Person.signUp({ url: product.url });
    const { view } = await creator.createSource();
    const platforms = [await ScriptedPlatform.start(), await ScriptedPlatform.start()];
    for (const [index, { address }] of platforms.entries()) {
      await creator.addDestination(view.id, { name: `Platform ${index + 1}`, address });
    }
    const browser = await chromium.launch({
      ...CHROMIUM,
      args: [...CHROMIUM.args, film === undefined ? DEVICES : `--use-file-for-fake-video-capture=${film}`],
    });
    const page = await browser.newPage({ baseURL: product.url, viewport: { width: 1280, height: 720 } });
    const studio = new BenchStudio(browser, page, platforms);
    await page.request.post('/api/auth/login', { data: creator.account });
    await page.addInitScript(noteInPage);
    await page.route('**/api/streams/active/*', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      if (body.ingest?.direct != null) {
        studio.line = await Line.to(body.ingest.direct.url);
        body.ingest.direct.url = studio.line.url;
      }
      await route.fulfill({ response: answer, json: body });
    });
    page.on('response', async (response) => {
      if (!/\.js$/.test(new URL(response.url()).pathname)) return;
      const sizes = await response
        .request()
        .sizes()
        .catch(() => null);
      studio.scriptBytes += sizes?.responseBodySize ?? 0;
    });
    await page.goto('/studio');
    await page.getByRole('img', { name: 'Programme' }).waitFor();
    return studio;
  }

  /** Picture in picture of the camera and a shared screen, with two further layers. */
  async buildScene(): Promise<void> {
    await this.page.keyboard.press('2');
    await this.page.getByRole('button', { name: 'Choose what to share' }).click();
    for (const words of ['Live from the bench', 'A second line of text']) {
      await this.page.getByRole('button', { name: 'Add something to show' }).first().click();
      const dialog = this.page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Text' }).click();
      await dialog.getByRole('textbox', { name: 'Text', exact: true }).fill(words);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    }
  }

  /** Presses *Go live*; returns how long the first platform waited for its first frame, in ms. */
  async goLive(quality: string): Promise<number> {
    await this.page.getByRole('button', { name: 'Go live' }).click();
    const sheet = this.page.getByRole('dialog', { name: 'Go live' });
    await sheet.getByText(/Your uplink carried/).waitFor({ timeout: 20_000 });
    await sheet.getByRole('combobox', { name: 'Quality' }).click();
    await this.page.getByRole('option', { name: quality }).click();
    const pressed = performance.now();
    await sheet.getByRole('button', { name: 'Go live' }).click();
    await until(() => this.platforms.some(({ streams }) => (streams.at(-1)?.videoMessages ?? 0) > 1), {
      what: 'a platform receives',
      timeoutMs: 30_000,
      everyMs: 10,
    });
    return performance.now() - pressed;
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: 'End stream' }).click();
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
    await until(() => this.platforms.every(({ open }) => open === 0), { what: 'the platforms are left' });
  }

  notes(): Promise<Notes> {
    return this.page.evaluate(() => window.benchNotes);
  }

  /** Pictures that the first platform has received. */
  get pictures(): number {
    return this.platforms[0]?.streams.at(-1)?.videoMessages ?? 0;
  }

  /** What this lasts costs the whole browser, in percent of a core. */
  async cost(ms: number): Promise<number> {
    const [before, at] = [browserCpuMs(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ((browserCpuMs() - before) / (performance.now() - at)) * 100;
  }

  /** What people do while they are live: scenes, layers, faders, dialogs. */
  async interact(): Promise<void> {
    const { page } = this;
    const layers = page.getByRole('region', { name: 'Layers', exact: true });
    for (let round = 0; round < 4; round += 1) {
      for (const key of ['1', '2']) await page.keyboard.press(key);
      await layers.getByRole('button', { name: 'Camera', exact: true }).first().click();
      for (const key of ['ArrowDown', 'ArrowUp', 'Control+d', 'Control+z']) await page.keyboard.press(key);
      for (const name of ['Mute Microphone', 'Unmute Microphone']) {
        await page.getByRole('button', { name, exact: true }).click();
      }
      await page.getByRole('button', { name: 'Show the recordings' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  }

  async suppress(name: string): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: 'Sound settings of Microphone' }).click();
    await page.getByRole('combobox', { name: 'Noise suppression' }).click();
    await page.getByRole('option', { name }).click();
    await page.keyboard.press('Escape');
  }

  /** What the audio graph's own threads take meanwhile, in percent of a core. */
  async graphCost(ms: number): Promise<number> {
    const [before, at] = [threadMs(browserPids(), AUDIO_GRAPH), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ((threadMs(browserPids(), AUDIO_GRAPH) - before) / (performance.now() - at)) * 100;
  }

  memoryMb(): number {
    return ownMb(browserPids());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // An answer that is on its way would have no page any more.
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    await this.#browser.close();
    await this.line?.[Symbol.asyncDispose]();
    for (const platform of this.platforms) await platform[Symbol.asyncDispose]();
  }
}

/** One camera at thirty frames a second. */
export const DEVICES = '--use-fake-device-for-media-stream=device-count=1,fps=30';

/** Chromium's threads that run audio worklets; the system keeps 15 characters of a name. */
const AUDIO_GRAPH = /AudioW/;

/** CPU time that all of this process's browsers have taken so far, in ms. */
export function browserCpuMs(): number {
  return cpuMs(browserPids());
}

function browserPids(): number[] {
  return familyOf(process.pid)
    .filter(({ command }) => /chrom/i.test(command))
    .map(({ pid }) => pid);
}

/** Runs in the page before its own scripts: notes what the engine says, and when the page was busy. */
function noteInPage(): void {
  const notes: Notes = { stats: [], longTasks: [], interactions: [], states: [] };
  window.benchNotes = notes;
  const Real = window.Worker;
  window.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data?.type === 'stats') notes.stats.push(data);
      });
    }
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) notes.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  const byInteraction = new Map<number, number>();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const id = 'interactionId' in entry ? Number(entry.interactionId) : 0;
      if (id === 0) continue;
      byInteraction.set(id, Math.max(byInteraction.get(id) ?? 0, entry.duration));
    }
    notes.interactions = [...byInteraction.values()];
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}
