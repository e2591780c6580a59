import { stopAllChildren } from '@neustream/shared/node/child.ts';
import { benchApi } from './api-load/run.ts';
import { bench } from './bench.ts';
import { BENCH_USAGE, parseBenchOptions } from './options.ts';
import { resultAsText } from './table.ts';

/** Progress goes to standard error, so that standard output holds only the result. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (process.platform !== 'linux') {
  say('The bench reads processor time and memory from /proc, so it needs Linux.');
  process.exit(1);
}
const interrupted = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    interrupted.abort();
    say('Stopping …');
    void stopAllChildren().then(() => process.exit(code));
  });
}
try {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options.apiLoad) {
    process.stdout.write(`${await benchApi({ ...options, say })}\n`);
  } else {
    const result = await bench(options, { say, signal: interrupted.signal });
    process.stdout.write(`${resultAsText(result)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${BENCH_USAGE}`);
  process.exitCode = 1;
}
