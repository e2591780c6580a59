import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';

/** `npm run test:long`: measures sound and picture, for which a computer has to be idle. */
const LONG = process.env.LONG === '1';

/** The product in a real browser. One test at a time, and no retries: a test that fails once is a bug. */
export default defineConfig({
  testDir: '.',
  testMatch: LONG ? '**/*.long.spec.ts' : '**/*.spec.ts',
  testIgnore: LONG ? [] : '**/*.long.spec.ts',
  outputDir: '../../.cache/e2e',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    // Without a screenshot of each step, which would cost more than the test itself.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: CHROMIUM,
  },
});
