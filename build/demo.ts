import { setTimeout as delay } from 'node:timers/promises';
import { Broadcast } from './demo/broadcast.ts';
import { DEMO_USAGE, type DemoOptions, parseDemoOptions } from './demo/options.ts';
import { type DemoResult, demoTable, failedResult } from './demo/result.ts';
import { SignInLink } from './demo/sign-in-link.ts';
import { Product } from './kit/product.ts';

const PROGRESS_MS = 5_000;
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

/** Progress goes to standard error, so that standard output holds only the result. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function demo({ destinations, seconds }: DemoOptions): Promise<DemoResult> {
  const from = performance.now();
  say('Starting API, database, media node and local platforms …');
  await using product = await Product.start({ settings: demoSettings() });
  await using broadcast = await Broadcast.prepare(product, destinations);
  const { engine } = broadcast;
  say(
    `Ready after ${((performance.now() - from) / 1000).toFixed(1)} s (ingest: ${engine ?? 'none'}). Going live …`,
  );
  await broadcast.goLive();
  say(`A test picture is live on ${destinations} local platform${destinations === 1 ? '' : 's'}.`);
  if (seconds === null) await stay(product, broadcast);
  else await watch(broadcast, seconds);
  say('Ending the session …');
  return await broadcast.finish();
}

/** Shows what arrives until the encoder has been sending for this long. */
async function watch(broadcast: Broadcast, seconds: number): Promise<void> {
  const end = broadcast.publishedAt + seconds * 1000;
  while (!interrupted.signal.aborted) {
    const left = end - Date.now();
    if (left <= 0) return;
    await delay(Math.min(PROGRESS_MS, left), undefined, { signal: interrupted.signal }).catch(
      () => undefined,
    );
    const relays = await broadcast.relays();
    const parts = relays.map(
      ({ name, status, bytes_sent }) => `${name} ${status} ${(bytes_sent / 2 ** 20).toFixed(1)} MB`,
    );
    say(`  ${parts.join('   ')}`);
  }
}

/** Prints where to watch and continues until Ctrl-C. */
async function stay({ url }: Product, { person, source }: Broadcast): Promise<void> {
  const { account } = person;
  const landing = `/sources/${source.view.id}`;
  await using link = await SignInLink.open({ serverUrl: url, account, landing });
  say('');
  say(`  Live page, signed in (works once)   ${link.url}`);
  say(`  Or sign in at                       ${url}/sign-in`);
  say(`    as                                ${account.email}`);
  say(`    with the password                 ${account.password}`);
  say('  End the demo                        Ctrl-C');
  say('');
  if (interrupted.signal.aborted) return;
  await new Promise((resolve) => {
    // Keeps the process running; a pending promise alone would not.
    const timer = setInterval(() => undefined, 60_000);
    interrupted.signal.addEventListener('abort', () => {
      clearInterval(timer);
      resolve(undefined);
    });
  });
}

/** The settings that people may choose for the product in the demo; everything else is the demo's own. */
function demoSettings(): Record<string, string> {
  const chosen = ['INGEST', 'LOG_LEVEL', 'NODE_INTERNALS'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(chosen);
}

function readOptions(): DemoOptions {
  try {
    return parseDemoOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${DEMO_USAGE}`);
    process.exit(2);
  }
}

const options = readOptions();
try {
  const result = await demo(options);
  process.stdout.write(`\n${demoTable(result)}\n\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    say(
      result.ok
        ? 'Every platform was live and received everything.'
        : 'Not every platform received what was sent.',
    );
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  say(`The demo failed. ${words}`);
  if (options.json) process.stdout.write(`${JSON.stringify(failedResult(words))}\n`);
  process.exitCode = 1;
}
