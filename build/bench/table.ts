import type { BenchResult, Row } from './result.ts';

const COLUMNS: readonly [title: string, cell: (row: Row) => string][] = [
  ['method', ({ engine }) => engine],
  ['outputs', ({ outputs }) => String(outputs)],
  ['CPU (of a core)', ({ cpu_percent }) => `${cpu_percent.toFixed(1)} %`],
  ['memory', ({ pss_mb }) => `${pss_mb.toFixed(1)} MB`],
  ['publish to all', ({ publish_to_all_ms }) => `${(publish_to_all_ms / 1000).toFixed(2)} s`],
  ['delivered', ({ delivered_percent }) => `${delivered_percent.toFixed(1)} %`],
  ['delay p99', ({ delay_p99_ms }) => (delay_p99_ms === null ? '–' : `${delay_p99_ms.toFixed(1)} ms`)],
  [
    'others while one stalls',
    ({ healthy_percent_while_one_stalls: share }) => (share === null ? '–' : `${share.toFixed(1)} %`),
  ],
  ['comeback', ({ comeback_ms }) => (comeback_ms === null ? '–' : `${(comeback_ms / 1000).toFixed(2)} s`)],
  ['RTMPS', ({ rtmps }) => (rtmps ? 'yes' : 'no')],
];

/** The result as text for people. */
export function resultAsText({ machine, rows, figures, skipped }: BenchResult): string {
  const head = `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, load before ${machine.load_before}`;
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const said = figures.map(({ name, value, unit, target, ok }) => [
    ok ? 'reached' : 'MISSED',
    name,
    `${value} ${unit}`.trim(),
    `target ${target}`,
  ]);
  const left = skipped.map(({ engine, outputs, reason }) => {
    return `left out: ${engine}${outputs === null ? '' : ` with ${outputs} outputs`}: ${reason}`;
  });
  const busy =
    machine.load_before > machine.cores / 4
      ? ['The machine was busy with other things when this began: processor time and delays are too high.']
      : [];
  return [
    head,
    ...busy,
    '',
    ...align(cells),
    '',
    ...align(said),
    ...(left.length > 0 ? ['', ...left] : []),
  ].join('\n');
}

function align(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_cell, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
