import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runScript } from '../lint/run.ts';
import { runLint } from '../lint/steps.ts';
import { prepareNewFfmpeg } from '../python/new-ffmpeg.ts';
import { EMPTY_TALLY, type Tally, tallyOfPlaywright, tallyOfVitest, withCrash } from './tally.ts';

/** One part of the test run, streaming to the terminal while it runs. */
export interface TestPart {
  name: string;
  run: () => Promise<Tally>;
}

export interface TestChoice {
  /** Types and unit tests only. */
  quick: boolean;
  /** The long histories only. */
  long: boolean;
  /** Every encoder with every server only. */
  peers: boolean;
  /** File or folder names; with any, lint is left out. */
  filters: readonly string[];
}

const PLAYWRIGHT_CONFIG = 'build/e2e/playwright.config.ts';

/** The parts of a run in order: the quickest to fail first. */
export function testParts({ quick, long, peers, filters }: TestChoice): TestPart[] {
  if (long) {
    return [
      { name: 'long', run: () => vitestPart('long', filters) },
      { name: 'end-to-end', run: () => inBrowser(() => playwrightPart(filters, { LONG: '1' })) },
    ];
  }
  if (peers) return [{ name: 'peers', run: () => peersPart(filters) }];
  const lint: TestPart = { name: 'lint', run: () => lintPart(quick ? ['types'] : undefined) };
  const unit: TestPart = { name: 'unit', run: () => vitestPart('unit', filters) };
  const component: TestPart = {
    name: 'component',
    run: () => inBrowser(() => vitestPart('component', filters)),
  };
  const integration: TestPart = { name: 'integration', run: () => vitestPart('integration', filters) };
  const endToEnd: TestPart = { name: 'end-to-end', run: () => inBrowser(() => playwrightPart(filters)) };
  const checks = filters.length > 0 ? [] : [lint];
  if (quick) return [...checks, unit];
  const pages = existsSync(join(ROOT, PLAYWRIGHT_CONFIG)) ? [endToEnd] : [];
  return [...checks, unit, component, integration, ...pages];
}

async function lintPart(only: readonly string[] | undefined): Promise<Tally> {
  const { passed, failed } = await runLint({ fix: false, ...(only ? { only } : {}) });
  const failures = failed.map((step) => `lint ${step}`);
  return { passed: passed.length, failed: failed.length, skipped: 0, failures };
}

/** With a second FFmpeg, which sends what older ones do not know. */
async function peersPart(filters: readonly string[]): Promise<Tally> {
  const ffmpeg = await prepareNewFfmpeg();
  return vitestPart('peers', filters, ffmpeg === null ? {} : { NEW_FFMPEG_BIN: ffmpeg });
}

function vitestPart(
  project: string,
  filters: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Tally> {
  return withReport(tallyOfVitest, (file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['run', '--config', 'build/vitest.config.ts', '--project', project, '--passWithNoTests'];
    return runScript('node_modules/vitest/vitest.mjs', [...args, ...reporters, ...filters], {
      stream: true,
      env,
    });
  });
}

/** Runs tests that need a browser; without one they fail rather than being skipped silently. */
function inBrowser(run: () => Promise<Tally>): Promise<Tally> {
  if (process.env.CHROMIUM_BIN) return run();
  console.error('These tests need Chromium: install Chromium or Chrome, or set CHROMIUM_BIN.');
  return Promise.resolve({ ...EMPTY_TALLY, failed: 1 });
}

function playwrightPart(filters: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Tally> {
  return withReport(tallyOfPlaywright, (file) => {
    const args = [
      'test',
      '--config',
      PLAYWRIGHT_CONFIG,
      '--reporter=list,json',
      '--pass-with-no-tests',
      ...filters,
    ];
    const env = { ...more, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
    return runScript('node_modules/@playwright/test/cli.js', args, { stream: true, env });
  });
}

async function withReport(
  count: (report: unknown) => Tally,
  run: (file: string) => Promise<{ code: number }>,
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'neustream-report-'));
  const file = join(folder, 'report.json');
  try {
    const { code } = await run(file);
    const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
    // Without a report nobody knows what ran, whatever the exit code says.
    if (report === undefined) return { ...EMPTY_TALLY, failed: 1 };
    return withCrash(count(report), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
