import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { watchParent } from './bootstrap/orphan.mjs';
import { banner } from './start/banner.ts';
import { MEDIA_NODE_FLAGS } from './start/media-flags.ts';
import { StartProblem, takeDataFolder } from './start/only-one.ts';
import { hasMediaNode } from './start/ready.ts';
import { type LaunchSettings, launchSettings } from './start/settings.ts';
import { FailedForGood, Supervised } from './start/supervised.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOG_LIMIT_BYTES = 20 * 2 ** 20;
const WATCH_FLAGS = ['--watch', '--watch-preserve-output'];
const dev = process.argv.includes('--dev');

const started: Supervised[] = [];
const stopped = new AbortController();

/** Ends everything in the reverse order of its start, so that the media node can tell the API it is leaving. */
async function stop(exitCode: number): Promise<void> {
  if (stopped.signal.aborted) return;
  stopped.abort();
  for (const one of started.reverse()) await one.stop();
  process.exit(exitCode);
}

function logFile(logDir: string, name: string): string {
  const file = join(logDir, `${name}.log`);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return file;
}

interface Part {
  name: string;
  program: string;
  env: NodeJS.ProcessEnv;
  flags?: readonly string[];
}

function start({ logDir }: LaunchSettings, { name, program, env, flags = [] }: Part): Supervised {
  const one = new Supervised({
    name,
    program: join(ROOT, program),
    nodeFlags: dev ? [...WATCH_FLAGS, ...flags] : flags,
    env,
    cwd: ROOT,
    logFile: logFile(logDir, program.split('/')[0] ?? name),
    errors: 'inherit',
    onDrained: () =>
      console.error(
        `${name} has ended: it was drained, and its last session is over. Start again to take streams.`,
      ),
    onRestart: ({ code, signal }, delayMs) => {
      const when = delayMs === 0 ? 'now' : `in ${delayMs / 1000} s`;
      console.error(`${name} ended unexpectedly (${signal ?? `exit code ${code}`}); restarting it ${when}.`);
    },
  });
  started.push(one);
  return one;
}

async function main(): Promise<void> {
  const envFile = join(ROOT, '.env');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const settings = await launchSettings(process.env, ROOT);
  takeDataFolder(settings.dataDir);
  mkdirSync(settings.logDir, { recursive: true, mode: 0o700 });
  const devPages = dev ? await startPages(settings.serverUrl) : null;
  if (devPages !== null && !process.env.PAGES_ORIGIN) settings.media.PAGES_ORIGIN = new URL(devPages).origin;
  const server = start(settings, { name: 'The API', program: 'server/main.ts', env: settings.server });
  const media = start(settings, {
    name: 'The media node',
    program: 'media/main.ts',
    env: settings.media,
    flags: MEDIA_NODE_FLAGS,
  });
  const [{ url }, { endpoints }] = await Promise.all([server.ready, media.ready]);
  // Going live needs a node that the API knows; if that takes longer, the pages say so.
  await until(() => hasMediaNode(settings.serverUrl), { what: 'the media node', timeoutMs: 5_000 }).catch(
    () => undefined,
  );
  const openAt = devPages ?? (typeof url === 'string' ? url : settings.serverUrl);
  process.stdout.write(banner({ openAt, endpoints: endpoints as NodeEndpoints, logDir: settings.logDir }));
}

/** Vite's server of the pages, which passes calls on to the API. */
async function startPages(api: string): Promise<string> {
  const { createServer } = await import('vite');
  process.env.API_ORIGIN = api;
  const vite = await createServer({ configFile: join(ROOT, 'build', 'vite.config.ts'), clearScreen: false });
  await vite.listen();
  stopped.signal.addEventListener('abort', () => void vite.close());
  return vite.resolvedUrls?.local[0] ?? api;
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
// Started by another program with a message channel: that program's death tells us to stop.
process.on('disconnect', () => void stop(0));
watchParent({ env: process.env, gone: () => void stop(0) });

try {
  await main();
} catch (error) {
  // A process that failed for good has already explained why on the terminal.
  if (error instanceof StartProblem) console.error(error.message);
  else if (!(error instanceof FailedForGood)) console.error(error);
  await stop(1);
}
