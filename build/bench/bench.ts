import { BATCH_MS } from '../../media/relay/public.ts';
import {
  backendFigures,
  crashFigures,
  figuresOf,
  firstDestinationFigures,
  slowFigures,
  soakFigures,
} from './figures.ts';
import { prepareInput } from './input.ts';
import { describeMachine } from './machine.ts';
import { attempt } from './measure/attempt.ts';
import { measureBackendCrash } from './measure/backend-crash.ts';
import { measureControlCrash, measureLaneCrash } from './measure/crash.ts';
import { measureFirstDestination } from './measure/first-destination.ts';
import { measureRows } from './measure/rows.ts';
import { measureSlow, SLOW_SECONDS } from './measure/slow.ts';
import { measureSoak } from './measure/soak.ts';
import type { Method } from './methods/method.ts';
import { allMethods } from './methods/methods.ts';
import type { BenchOptions } from './options.ts';
import type { BenchResult, Figure, Row } from './result.ts';

/** The longest that media is held to be compared at nginx's delay, and what processing adds to it, in ms. */
const LONGEST_HELD_MS = 20;
const PROCESSING_MS = 2;

interface Surroundings {
  say: (line: string) => void;
  signal: AbortSignal;
}

/** Measures everything that the options ask for. */
export async function bench(options: BenchOptions, { say, signal }: Surroundings): Promise<BenchResult> {
  const result: BenchResult = { machine: describeMachine(), rows: [], figures: [], soak: [], skipped: [] };
  const inputFile = await prepareInput('1080p60', say);
  let heldMs = LONGEST_HELD_MS;
  const onRow = ({ engine, delay_p99_ms: p99 }: Row) => {
    if (engine !== 'nginx-rtmp' || p99 === null) return;
    heldMs = Math.max(BATCH_MS, Math.min(LONGEST_HELD_MS, Math.floor(p99 - PROCESSING_MS)));
  };
  const { all, ours } = allMethods(() => heldMs);
  const wanted = ({ engine }: Method) => options.engines.includes(engine);
  const methods = all.filter(wanted);
  const everyMs = BATCH_MS;
  const { skipped } = result;
  result.rows = await measureRows({ methods, inputFile, options, skipped, say, signal, everyMs, onRow });
  result.figures.push(...figuresOf(result.rows));
  const able = ours.filter((method) => wanted(method) && method.missing() === undefined);
  const endurance = { methods: able, inputFile, result, say, signal };
  if (options.failures) result.figures.push(...(await measureOurRecovery(endurance)));
  if (options.soakMinutes > 0) await measureOurEndurance(options.soakMinutes, endurance);
  return result;
}

interface OursOptions extends Surroundings {
  methods: readonly Method[];
  inputFile: string;
  result: BenchResult;
}

async function measureOurRecovery({
  methods,
  inputFile,
  result,
  say,
  signal,
}: OursOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  const obsFile = await prepareInput('obs-default', say);
  for (const method of methods) {
    if (signal.aborted) return figures;
    const { engine } = method;
    const measured = <T>(outputs: number, work: () => Promise<T>) =>
      attempt(result.skipped, { engine, outputs }, work);
    say(`${engine}: publish to first destination, key frame each 8.3 s …`);
    const first = await measured(1, () => measureFirstDestination({ method, inputFile: obsFile }));
    if (first !== null) figures.push(...firstDestinationFigures(engine, first));
    say(`${engine}: one of 5 destinations takes 60 % of the rate for ${SLOW_SECONDS} s …`);
    const slow = await measured(5, () => measureSlow({ method, inputFile }));
    if (slow) figures.push(...slowFigures(engine, slow));
    say(`${engine}: kill -9 of a lane …`);
    const lane = await measured(12, () => measureLaneCrash({ method, inputFile }));
    say(`${engine}: kill -9 of the control process …`);
    const controlLost = await measured(12, () => measureControlCrash({ method, inputFile }));
    figures.push(...crashFigures(engine, lane, controlLost));
  }
  if (methods.length === 0) return figures;
  say('kill -9 of API and Postgres …');
  const of = { engine: 'the whole product', outputs: 3 };
  const lost = await attempt(result.skipped, of, () => measureBackendCrash(inputFile));
  return lost === null ? figures : [...figures, ...backendFigures(lost)];
}

async function measureOurEndurance(
  minutes: number,
  { methods, inputFile, result, say, signal }: OursOptions,
): Promise<void> {
  for (const method of methods) {
    if (signal.aborted) return;
    const { engine } = method;
    say(`${engine}: ${minutes} minutes with a reconnect each second …`);
    const soak = await attempt(result.skipped, { engine, outputs: 10 }, () =>
      measureSoak({ method, inputFile, minutes, say }),
    );
    if (!soak) continue;
    result.figures.push(...soakFigures(engine, soak));
    result.soak.push({ engine, minutes: soak.minutesMb });
  }
}
