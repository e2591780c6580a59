import { compilerMissing, measureKernelPrice } from '../kernel/kernel-price.ts';
import type { Engine, Method } from '../methods/method.ts';
import type { BenchOptions, Scene } from '../options.ts';
import type { Row, Skipped } from '../result.ts';
import { attempt } from './attempt.ts';
import { measureComeback } from './comeback.ts';
import { measureLoad } from './load.ts';
import { measureStall } from './stall.ts';

/** Encoders that send a tick later than they should still say something about delays; beyond this, in ms, they do not. */
const LATE_MS = 10;

export interface RowsOptions {
  methods: readonly Method[];
  inputFile: string;
  options: BenchOptions;
  skipped: Skipped[];
  say: (line: string) => void;
  signal: AbortSignal;
  /** Pause at which the kernel's price is measured, in ms: ours. */
  everyMs: number;
  /** Called with each row of a round, so that later rows can depend on it. */
  onRow: (row: Row) => void;
}

/** What each method does while one output stalls or is away. */
export type Troubles = Map<Engine, { healthy: number | null; comeback: number | null }>;

/** All rows: scene by scene, so that what is compared is measured close together. */
export async function measureRows(parts: RowsOptions): Promise<Row[]> {
  const present = parts.methods.filter((method) => isPresent(method, parts));
  const troubles = parts.options.failures ? await measureTroubles(present, parts) : new Map();
  const rows: Row[] = [];
  for (const scene of parts.options.scenes) {
    const rounds: Row[][] = [];
    for (let round = 0; round < parts.options.rounds && !parts.signal.aborted; round += 1)
      rounds.push(await measureScene(scene, present, { ...parts, troubles }));
    rows.push(...middles(rounds.flat()));
  }
  return rows;
}

function isPresent({ engine, missing }: Method, { skipped, say }: RowsOptions): boolean {
  const reason = missing();
  if (reason === undefined) return true;
  say(`${engine}: left out, ${reason}`);
  skipped.push({ engine, outputs: null, reason });
  return false;
}

async function measureTroubles(
  methods: readonly Method[],
  { inputFile, options, skipped, say, signal }: RowsOptions,
): Promise<Troubles> {
  const troubles: Troubles = new Map();
  for (const method of methods) {
    const { engine } = method;
    // It differs in nothing but a pause.
    if (engine === 'neustream-builtin-held' || signal.aborted) continue;
    const of = { engine, outputs: 5 };
    say(`${engine}: one of 5 outputs frozen for ${options.stallSeconds} s …`);
    const healthy = await attempt(skipped, of, () =>
      measureStall({ method, inputFile, stallSeconds: options.stallSeconds }),
    );
    say(`${engine}: one of 5 destinations away for 3 s …`);
    const comeback = await attempt(skipped, of, () => measureComeback({ method, inputFile }));
    troubles.set(engine, { healthy, comeback });
  }
  return troubles;
}

type SceneOptions = RowsOptions & { troubles: Troubles };

async function measureScene(scene: Scene, methods: readonly Method[], parts: SceneOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const method of methods) {
    if (parts.signal.aborted || (scene.sessions > 1 && !method.manySessions)) continue;
    rows.push(...(await measureRow(method, { scene, secure: false, parts })));
    if (method.engine === 'neustream-builtin' && parts.options.rtmps)
      rows.push(...(await measureRow(method, { scene, secure: true, parts })));
  }
  if (!parts.signal.aborted) rows.push(...(await measureKernelRow(scene, parts)));
  return rows;
}

interface RowSetup {
  scene: Scene;
  secure: boolean;
  parts: SceneOptions;
}

async function measureRow(method: Method, { scene, secure, parts }: RowSetup): Promise<Row[]> {
  const { inputFile, options, skipped, say, troubles } = parts;
  const { engine } = method;
  const { sessions, outputs } = scene;
  say(`${engine}: ${sessions} × ${outputs} ${secure ? 'RTMPS' : ''} outputs, ${options.seconds} s …`);
  const load = await attempt(skipped, { engine, outputs: sessions * outputs }, () =>
    measureLoad({ method, inputFile, sessions, outputs, secure, seconds: options.seconds }),
  );
  if (!load) return [];
  const row: Row = {
    engine,
    sessions,
    outputs,
    rtmps: secure,
    cpu_percent: round(load.cpuPercent, 2),
    pss_mb: round(load.pssMb, 1),
    publish_to_all_ms: sessions > 1 ? null : round(load.publishToAllMs, 0),
    delivered_percent: round(load.deliveredPercent, 2),
    delay_p50_ms: roundOrNull(load.delays.p50, 2),
    delay_p99_ms: roundOrNull(load.delays.p99, 2),
    encoders_late: load.encoderLateMs > LATE_MS,
    healthy_percent_while_one_stalls: roundOrNull(troubles.get(engine)?.healthy ?? null, 2),
    comeback_ms: roundOrNull(troubles.get(engine)?.comeback ?? null, 0),
  };
  parts.onRow(row);
  return [row];
}

async function measureKernelRow({ sessions, outputs }: Scene, parts: SceneOptions): Promise<Row[]> {
  const { inputFile, options, skipped, say, everyMs } = parts;
  const of = { engine: 'kernel', outputs: sessions * outputs };
  const reason = compilerMissing();
  if (reason !== undefined) {
    skipped.push({ ...of, reason });
    return [];
  }
  say(`the kernel alone: ${sessions * outputs} outputs, each ${everyMs} ms …`);
  const cpu = await attempt(skipped, of, () =>
    measureKernelPrice({ outputs: sessions * outputs, everyMs, seconds: options.seconds, inputFile }),
  );
  if (cpu === null) return [];
  return [{ ...NOT_MEASURED, engine: 'kernel', sessions, outputs, cpu_percent: round(cpu, 2) }];
}

const NOT_MEASURED = {
  rtmps: false,
  pss_mb: null,
  publish_to_all_ms: null,
  delivered_percent: null,
  delay_p50_ms: null,
  delay_p99_ms: null,
  encoders_late: false,
  healthy_percent_while_one_stalls: null,
  comeback_ms: null,
} as const;

/** Of the rows about the same thing, the one whose processor time is in the middle. */
function middles(rows: readonly Row[]): Row[] {
  const groups = Map.groupBy(rows, ({ engine, rtmps }) => `${engine} ${rtmps}`);
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.cpu_percent - b.cpu_percent);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? [];
  });
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}
