import type { Method } from '../methods/method.ts';
import type { BenchOptions } from '../options.ts';
import type { Row, Skipped } from '../result.ts';
import { measureComeback } from './comeback.ts';
import { measureLoad } from './load.ts';
import { measureStall } from './stall.ts';

/** Runs one measurement; a failure becomes a line of the result instead of ending the bench. */
export async function attempt<T>(
  skipped: Skipped[],
  of: Omit<Skipped, 'reason'>,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    skipped.push({ ...of, reason: reasonOf(error) });
    return null;
  }
}

/** The first line of what went wrong, which fits a table. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 300) ?? text;
}

interface RowsOptions {
  method: Method;
  inputFile: string;
  options: BenchOptions;
  skipped: Skipped[];
  say: (line: string) => void;
}

/** All rows of one method: one per number of outputs. */
export async function measureRows(parts: RowsOptions): Promise<Row[]> {
  const { method, inputFile, options, skipped, say } = parts;
  const { engine } = method;
  const missing = method.missing();
  if (missing !== undefined) {
    say(`${engine}: left out, ${missing}`);
    skipped.push({ engine, outputs: null, reason: missing });
    return [];
  }
  const failures = options.failures ? await measureFailures(parts) : { healthy: null, comeback: null };
  const rows: Row[] = [];
  for (const outputs of options.outputs) {
    say(`${engine}: ${outputs} outputs, ${options.seconds} s …`);
    const load = await attempt(skipped, { engine, outputs }, () =>
      measureLoad({ method, inputFile, outputs, seconds: options.seconds }),
    );
    if (!load) continue;
    rows.push({
      engine,
      outputs,
      cpu_percent: round(load.cpuPercent, 2),
      pss_mb: round(load.pssMb, 1),
      publish_to_all_ms: round(load.publishToAllMs, 0),
      delivered_percent: round(load.deliveredPercent, 2),
      delay_p50_ms: roundOrNull(load.delays.p50, 2),
      delay_p99_ms: roundOrNull(load.delays.p99, 2),
      healthy_percent_while_one_stalls: roundOrNull(failures.healthy, 2),
      comeback_ms: roundOrNull(failures.comeback, 0),
      rtmps: method.rtmps,
    });
  }
  return rows;
}

async function measureFailures({ method, inputFile, options, skipped, say }: RowsOptions) {
  const { engine } = method;
  const of = { engine, outputs: 5 };
  say(`${engine}: one of 5 outputs frozen for ${options.stallSeconds} s …`);
  const healthy = await attempt(skipped, of, () =>
    measureStall({ method, inputFile, stallSeconds: options.stallSeconds }),
  );
  say(`${engine}: one of 5 destinations away for 3 s …`);
  const comeback = await attempt(skipped, of, () => measureComeback({ method, inputFile }));
  return { healthy, comeback };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}
