import { stopAllChildren } from '@neustream/shared/node/child.ts';
import { benchApi } from './api-load/run.ts';
import { backendFigures, crashFigures, figuresOf, soakFigures } from './figures.ts';
import { prepareInput } from './input.ts';
import { describeMachine } from './machine.ts';
import { measureBackendCrash } from './measure/backend-crash.ts';
import { measureCrash } from './measure/crash.ts';
import { attempt, measureRows } from './measure/rows.ts';
import { measureSoak } from './measure/soak.ts';
import { ffmpegCopy, ffmpegTee } from './methods/ffmpeg.ts';
import { mediamtxForward } from './methods/mediamtx-forward.ts';
import type { Engine, Method } from './methods/method.ts';
import { neustream } from './methods/neustream.ts';
import { nginxRtmp } from './methods/nginx-rtmp.ts';
import { BENCH_USAGE, type BenchOptions, parseBenchOptions } from './options.ts';
import type { BenchResult, Figure, Skipped } from './result.ts';
import { resultAsText } from './table.ts';

const OURS = [neustream('mediamtx'), neustream('builtin')] as const;
const METHODS: readonly Method[] = [...OURS, mediamtxForward, ffmpegCopy, ffmpegTee, nginxRtmp];

/** Progress goes to standard error, so that standard output holds only the result. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function measureOurCrashes(
  inputFile: string,
  engines: Engine[],
  skipped: Skipped[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const method of OURS) {
    if (!engines.includes(method.engine) || method.missing() !== undefined) continue;
    say(`${method.engine}: kill -9 of the engine …`);
    const crash = await attempt(skipped, { engine: method.engine, outputs: 10 }, () =>
      measureCrash({ method, inputFile }),
    );
    if (crash) figures.push(...crashFigures(method.engine, crash));
  }
  if (figures.length > 0) {
    say('kill -9 of API and Postgres …');
    const engine = 'neustream-mediamtx';
    const lost = await attempt(skipped, { engine, outputs: 3 }, () => measureBackendCrash(inputFile));
    if (lost !== null) figures.push(...backendFigures(lost));
  }
  return figures;
}

async function measureOurEndurance(
  inputFile: string,
  options: BenchOptions,
  skipped: Skipped[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const method of OURS) {
    if (!options.engines.includes(method.engine) || method.missing() !== undefined) continue;
    say(`${method.engine}: ${options.soakMinutes} minutes with a reconnect each second …`);
    const soak = await attempt(skipped, { engine: method.engine, outputs: 10 }, () =>
      measureSoak({ method, inputFile, minutes: options.soakMinutes, say }),
    );
    if (soak) figures.push(...soakFigures(method.engine, soak));
  }
  return figures;
}

async function bench(options: BenchOptions): Promise<BenchResult> {
  const machine = describeMachine();
  const inputFile = await prepareInput(say);
  const result: BenchResult = { machine, rows: [], figures: [], skipped: [] };
  for (const method of METHODS) {
    if (!options.engines.includes(method.engine) || interrupted.signal.aborted) continue;
    result.rows.push(...(await measureRows({ method, inputFile, options, skipped: result.skipped, say })));
  }
  result.figures.push(...figuresOf(result.rows));
  if (options.failures)
    result.figures.push(...(await measureOurCrashes(inputFile, options.engines, result.skipped)));
  if (options.soakMinutes > 0)
    result.figures.push(...(await measureOurEndurance(inputFile, options, result.skipped)));
  return result;
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
    const result = await bench(options);
    process.stdout.write(`${resultAsText(result)}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n\n${BENCH_USAGE}`);
  process.exitCode = 1;
}
