import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = '{build,shared,server,media,desktop}';
const INTEGRATION = `${ROOMS}/**/*.integration.test.ts`;
const NEVER = ['**/node_modules/**', '**/.cache/**'];
const REAL_PROGRAM_MS = 60_000;

/** Two kinds of tests: quick ones, and those that start real programs and therefore run one file at a time. */
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
          exclude: [...NEVER, INTEGRATION],
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
    ],
  },
});
