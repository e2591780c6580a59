import type { CrashFigures } from './measure/crash.ts';
import type { SoakResult } from './measure/soak.ts';
import type { Engine } from './methods/method.ts';
import type { Figure, Row } from './result.ts';

type Target = { atMost: number } | { below: number } | { atLeast: number };

function figure(name: string, value: number | null | undefined, unit: string, target: Target): Figure[] {
  if (value === null || value === undefined || !Number.isFinite(value)) return [];
  const rounded = Math.round(value * 1000) / 1000;
  if ('atMost' in target) {
    return [{ name, value: rounded, unit, target: `≤ ${shown(target.atMost)}`, ok: value <= target.atMost }];
  }
  if ('below' in target)
    return [{ name, value: rounded, unit, target: `< ${target.below}`, ok: value < target.below }];
  return [{ name, value: rounded, unit, target: `≥ ${target.atLeast}`, ok: value >= target.atLeast }];
}

function shown(target: number): string {
  return String(Math.round(target * 1000) / 1000);
}

function divided(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}

/** The target figures, as far as these rows cover them. The row with the most outputs stands for "at 50". */
export function figuresOf(rows: Row[]): Figure[] {
  const counts = rows.map(({ outputs }) => outputs);
  const most = Math.max(...counts);
  const least = Math.min(...counts);
  const at = (engine: Engine, outputs: number) =>
    rows.find((row) => row.engine === engine && row.outputs === outputs);
  const cpu = (engine: Engine) => at(engine, most)?.cpu_percent;
  const ours = cpu('neustream-mediamtx');
  const ofMost = `at ${most} outputs`;
  return [
    ...figure(
      `CPU of MediaMTX plus engine ÷ MediaMTX forward, ${ofMost}`,
      divided(ours, cpu('mediamtx-forward')),
      '×',
      { atMost: 0.35 },
    ),
    ...figure(`CPU of MediaMTX plus engine ÷ N × ffmpeg, ${ofMost}`, divided(ours, cpu('ffmpeg-copy')), '×', {
      atMost: 1 / 7,
    }),
    ...figure(
      `CPU with the built-in ingest ÷ nginx-rtmp, ${ofMost}`,
      divided(cpu('neustream-builtin'), cpu('nginx-rtmp')),
      '×',
      { below: 1 },
    ),
    ...(['neustream-mediamtx', 'neustream-builtin'] as const).flatMap((engine) => {
      const small = at(engine, least);
      const large = at(engine, most);
      const perOutput =
        small && large && most > least ? (large.pss_mb - small.pss_mb) / (most - least) : undefined;
      const toAll = engine === 'neustream-builtin' ? 600 : 2_500;
      return [
        ...figure(`${engine}: memory per extra output`, perOutput, 'MB', { atMost: 0.5 }),
        ...figure(`${engine}: publish to ${least} outputs receiving`, small?.publish_to_all_ms, 'ms', {
          atMost: toAll,
        }),
        ...figure(
          `${engine}: others while one of 5 is frozen`,
          small?.healthy_percent_while_one_stalls,
          '%',
          { atLeast: 99.5 },
        ),
        ...figure(`${engine}: destination back after its server listens again`, small?.comeback_ms, 'ms', {
          atMost: 1_500,
        }),
        ...figure(
          `${engine}: delay from encoder to output, p99, ${least} outputs`,
          small?.delay_p99_ms,
          'ms',
          { atMost: 15 },
        ),
      ];
    }),
  ];
}

/** Figures about killed processes. */
export function crashFigures(engine: Engine, crash: CrashFigures): Figure[] {
  return [
    ...figure(`${engine}: relays back after kill -9 of the engine`, crash.relaysBackMs, 'ms', {
      atMost: 3_000,
    }),
    ...(engine === 'neustream-mediamtx'
      ? figure(`${engine}: encoders dropped by kill -9 of the engine`, crash.encoderDropped ? 1 : 0, '', {
          atMost: 0,
        })
      : []),
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
