import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM } from './e2e/chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = fileURLToPath(new URL('../desktop/renderer', import.meta.url));
const ROOMS = '{build,shared,server,media,desktop}';
const INTEGRATION = `${ROOMS}/**/*.integration.test.ts`;
const LONG = `${ROOMS}/**/*.long.test.ts`;
const PEERS = `${ROOMS}/**/*.peers.test.ts`;
const COMPONENT = '**/*.component.test.tsx';
const NEVER = ['**/node_modules/**', '**/.cache/**'];
const REAL_PROGRAM_MS = 60_000;

/**
 * Kinds of tests: quick ones, parts of the pages in a real browser, those that start real programs and therefore run
 * one file at a time, long histories that extend them (`npm run test:long`), and every encoder with every server
 * (`npm run test:peers`).
 */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root,
          environment: 'node',
          include: [`${ROOMS}/**/*.test.{ts,tsx}`],
          exclude: [...NEVER, INTEGRATION, LONG, PEERS, COMPONENT],
        },
      },
      {
        root: pages,
        cacheDir: fileURLToPath(new URL('../.cache/component', import.meta.url)),
        plugins: [react(), tailwindcss()],
        // A package discovered only while a test runs would be prepared then and the page reloaded under it, so all of
        // them are looked for before each run.
        optimizeDeps: { entries: ['main.tsx', 'engine/worker.ts', COMPONENT], force: true },
        test: {
          name: 'component',
          root: pages,
          include: [COMPONENT],
          exclude: NEVER,
          testTimeout: 30_000,
          expect: { poll: { timeout: 5_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1280, height: 800 },
            provider: playwright({
              launchOptions: CHROMIUM,
              contextOptions: { locale: 'en-GB', reducedMotion: 'reduce' },
              actionTimeout: 5_000,
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'integration',
          root,
          environment: 'node',
          include: [INTEGRATION],
          exclude: NEVER,
          testTimeout: REAL_PROGRAM_MS,
          hookTimeout: REAL_PROGRAM_MS,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          root,
          environment: 'node',
          include: [LONG],
          exclude: NEVER,
          testTimeout: REAL_PROGRAM_MS,
          hookTimeout: REAL_PROGRAM_MS,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'peers',
          root,
          environment: 'node',
          include: [PEERS],
          exclude: NEVER,
          testTimeout: REAL_PROGRAM_MS,
          hookTimeout: REAL_PROGRAM_MS,
          fileParallelism: false,
        },
      },
    ],
  },
});
