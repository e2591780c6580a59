import type { LaneCrash } from './measure/crash.ts';
import type { SlowFigures } from './measure/slow.ts';
import type { SoakResult } from './measure/soak.ts';
import type { Engine } from './methods/method.ts';
import type { Figure, Row } from './result.ts';

export type Target = { atMost: number } | { below: number } | { atLeast: number } | 'none';

/** No figure where there is no value. */
export function figure(
  name: string,
  value: number | null | undefined,
  unit: string,
  target: Target,
): Figure[] {
  if (value === null || value === undefined || !Number.isFinite(value)) return [];
  const of = { name, value: Math.round(value * 1000) / 1000, unit };
  if (target === 'none') return [{ ...of, target: '', ok: true }];
  if ('atMost' in target) return [{ ...of, target: `≤ ${shown(target.atMost)}`, ok: value <= target.atMost }];
  if ('below' in target) return [{ ...of, target: `< ${target.below}`, ok: value < target.below }];
  return [{ ...of, target: `≥ ${target.atLeast}`, ok: value >= target.atLeast }];
}

function shown(target: number): string {
  return String(Math.round(target * 1000) / 1000);
}

function divided(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}

/** From outputs of one session: the most stand for "at 50", the least for "at 10". */
export function figuresOf(rows: readonly Row[]): Figure[] {
  const single = rows.filter(({ sessions }) => sessions === 1);
  const many = rows.filter(({ sessions }) => sessions > 1);
  return [...singleSession(single), ...manySessions(many), ...memory(rows)];
}

type Find = (engine: Row['engine'], secure?: boolean) => Row | undefined;

function finder(rows: readonly Row[], sessions: number, outputs: number): Find {
  return (engine, secure = false) =>
    rows.find(
      (row) =>
        row.engine === engine && row.rtmps === secure && row.sessions === sessions && row.outputs === outputs,
    );
}

function singleSession(rows: readonly Row[]): Figure[] {
  if (rows.length === 0) return [];
  const counts = rows.map(({ outputs }) => outputs);
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  const at = finder(rows, 1, most);
  const cpu = (engine: Row['engine'], secure?: boolean) => at(engine, secure)?.cpu_percent;
  const ofMost = `1 × ${most}`;
  return [
    ...againstNginx(at, ofMost),
    ...figure(
      `${ofMost}: own ingest ÷ MediaMTX forward`,
      divided(cpu('neustream-builtin'), cpu('mediamtx-forward')),
      '×',
      { atMost: 0.25 },
    ),
    ...figure(
      `${ofMost}: MediaMTX in front ÷ MediaMTX forward`,
      divided(cpu('neustream-mediamtx'), cpu('mediamtx-forward')),
      '×',
      { atMost: 0.35 },
    ),
    ...figure(
      `${ofMost}: MediaMTX in front ÷ N × ffmpeg`,
      divided(cpu('neustream-mediamtx'), cpu('ffmpeg-copy')),
      '×',
      { atMost: 1 / 7 },
    ),
    ...figure(
      `${ofMost}: own ingest ÷ the kernel’s own price`,
      divided(cpu('neustream-builtin'), cpu('kernel')),
      '×',
      { atMost: 1.25 },
    ),
    ...figure(
      `${ofMost}: RTMPS ÷ the same with RTMP`,
      divided(cpu('neustream-builtin', true), cpu('neustream-builtin')),
      '×',
      'none',
    ),
    ...(['neustream-mediamtx', 'neustream-builtin'] as const).flatMap((engine) =>
      behaviour(engine, finder(rows, 1, least)(engine), least),
    ),
  ];
}

/** At a delay not above nginx's, with media held longer; and at our own default. */
function againstNginx(at: Find, scene: string): Figure[] {
  const nginx = at('nginx-rtmp');
  const held = at('neustream-builtin-held');
  const quick = at('neustream-builtin');
  const notLater = (held?.delay_p99_ms ?? 0) <= (nginx?.delay_p99_ms ?? 0);
  return [
    ...(notLater
      ? figure(
          `${scene}: own ingest, media held longer, ÷ nginx-rtmp (p99 ${held?.delay_p99_ms} ≤ ${nginx?.delay_p99_ms} ms)`,
          divided(held?.cpu_percent, nginx?.cpu_percent),
          '×',
          { atMost: 0.9 },
        )
      : []),
    ...figure(`${scene}: own ingest ÷ nginx-rtmp`, divided(quick?.cpu_percent, nginx?.cpu_percent), '×', {
      atMost: 1.1,
    }),
    ...figure(`${scene}: own ingest, delay p99`, quick?.delay_p99_ms, 'ms', { atMost: 15 }),
  ];
}

function behaviour(engine: Engine, small: Row | undefined, outputs: number): Figure[] {
  return [
    ...figure(`${engine}: publish to ${outputs} outputs receiving`, small?.publish_to_all_ms, 'ms', {
      atMost: engine === 'neustream-builtin' ? 600 : 2_500,
    }),
    ...figure(`${engine}: others while one of 5 is frozen`, small?.healthy_percent_while_one_stalls, '%', {
      atLeast: 99.5,
    }),
    ...figure(`${engine}: destination back after its server listens again`, small?.comeback_ms, 'ms', {
      atMost: 1_500,
    }),
    ...figure(`${engine}: delay from encoder to output, p99, ${outputs} outputs`, small?.delay_p99_ms, 'ms', {
      atMost: 15,
    }),
  ];
}

function manySessions(rows: readonly Row[]): Figure[] {
  const scenes = new Map(
    rows.map(({ sessions, outputs }) => [`${sessions} × ${outputs}`, { sessions, outputs }]),
  );
  return [...scenes].flatMap(([name, { sessions, outputs }]) => {
    const at = finder(rows, sessions, outputs);
    const ours = at('neustream-builtin');
    const forward = at('mediamtx-forward')?.cpu_percent;
    return [
      ...figure(
        `${name}: own ingest ÷ nginx-rtmp`,
        divided(ours?.cpu_percent, at('nginx-rtmp')?.cpu_percent),
        '×',
        { atMost: 0.7 },
      ),
      ...figure(`${name}: own ingest ÷ MediaMTX forward`, divided(ours?.cpu_percent, forward), '×', {
        atMost: 0.16,
      }),
      ...figure(
        `${name}: RTMPS ÷ MediaMTX forward’s plain RTMP`,
        divided(at('neustream-builtin', true)?.cpu_percent, forward),
        '×',
        { atMost: 0.25 },
      ),
      ...figure(
        `${name}: own ingest ÷ the kernel’s own price`,
        divided(ours?.cpu_percent, at('kernel')?.cpu_percent),
        '×',
        'none',
      ),
      ...figure(`${name}: own ingest, delay p99`, ours?.delay_p99_ms, 'ms', { atMost: 20 }),
    ];
  });
}

function memory(rows: readonly Row[]): Figure[] {
  const ours = rows.filter(({ engine }) => engine === 'neustream-builtin');
  const plain = ours.filter(({ rtmps }) => !rtmps);
  const single = plain.filter(({ sessions }) => sessions === 1);
  const secure = ours.filter(({ rtmps, sessions }) => rtmps && sessions === 1);
  const byOutputs = (of: readonly Row[]) => rise(of, ({ outputs }) => outputs);
  // A session has outputs of its own, which are told apart from it.
  const outputMb = byOutputs(single) ?? 0;
  const bySessions = rise(
    plain.filter(({ sessions, outputs }) => sessions > 1 || outputs < 20),
    ({ sessions }) => sessions,
    ({ pss_mb, sessions, outputs }) => (pss_mb ?? 0) - sessions * outputs * outputMb,
  );
  return [
    ...figure('memory per session', bySessions, 'MB', { atMost: 2 }),
    ...figure('memory per output', byOutputs(single), 'MB', { atMost: 0.5 }),
    ...figure('memory per RTMPS output', byOutputs(secure), 'MB', { atMost: 0.5 }),
  ];
}

/** How much memory grows with each of what is counted, from the row with the fewest to that with the most. */
function rise(
  rows: readonly Row[],
  count: (row: Row) => number,
  memoryOf: (row: Row) => number = ({ pss_mb }) => pss_mb ?? 0,
): number | undefined {
  const sorted = rows.toSorted((a, b) => count(a) - count(b));
  const [small, large] = [sorted.at(0), sorted.at(-1)];
  if (!small || !large || count(small) === count(large)) return undefined;
  return (memoryOf(large) - memoryOf(small)) / (count(large) - count(small));
}

/** From an encoder as OBS is set by default. */
export function firstDestinationFigures(engine: Engine, ms: number): Figure[] {
  const target: Target = engine === 'neustream-builtin' ? { atMost: 500 } : 'none';
  return figure(`${engine}: publish to first destination, key frame each 8.3 s`, ms, 'ms', target);
}

/** About a destination that takes too little. */
export function slowFigures(engine: Engine, slow: SlowFigures): Figure[] {
  const name = `${engine}: a destination at 60 % of the rate`;
  return [
    ...figure(`${name}, sound missing there`, slow.soundMissingSeconds, 's', { atMost: 0 }),
    ...figure(`${name}, the others`, slow.othersPercent, '%', { atLeast: 99.9 }),
  ];
}

/** Figures about killed processes of a media node. */
export function crashFigures(engine: Engine, lane: LaneCrash | null, controlLost: number | null): Figure[] {
  const dropped = lane === null || engine !== 'neustream-mediamtx' ? null : Number(lane.encodersDropped);
  return [
    ...figure(`${engine}: relays back after kill -9 of their lane`, lane?.relaysBackMs, 'ms', {
      atMost: 3_000,
    }),
    ...figure(`${engine}: pictures lost in other lanes`, lane?.lostElsewhere, '', { atMost: 0 }),
    ...figure(`${engine}: encoders dropped by kill -9 of a lane`, dropped, '', { atMost: 0 }),
    ...figure(`${engine}: pictures lost over kill -9 of the control process`, controlLost, '', { atMost: 0 }),
  ];
}

/** Figure about killing the API and the database. */
export function backendFigures(picturesLost: number): Figure[] {
  return figure('pictures lost at the outputs over kill -9 of API and Postgres', picturesLost, '', {
    atMost: 0,
  });
}

/** Figures of the endurance run. */
export function soakFigures(engine: Engine, soak: SoakResult): Figure[] {
  return [
    ...figure(`${engine}: memory growth under reconnects`, soak.growthMbPer10Min, 'MB in 10 min', {
      below: 1,
    }),
    ...figure(`${engine}: descriptors more than at the start`, soak.extraDescriptors, '', { atMost: 0 }),
    ...figure(`${engine}: processes more than at the start`, soak.extraProcesses, '', { atMost: 0 }),
  ];
}
