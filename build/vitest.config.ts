import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = '{build,shared,server,media,desktop}';
const INTEGRATION = `${ROOMS}/**/*.integration.test.ts`;
const LONG = `${ROOMS}/**/*.long.test.ts`;
const NEVER = ['**/node_modules/**', '**/.cache/**'];
const REAL_PROGRAM_MS = 60_000;

/**
 * Kinds of tests: quick ones, those that start real programs and therefore run one file at a time, and long histories
 * of what these try in a shorter form (`npm run test:long`).
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
          exclude: [...NEVER, INTEGRATION, LONG],
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
    ],
  },
});
