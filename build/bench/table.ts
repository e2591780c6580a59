import type { BenchResult, Figure, MemoryOverTime, Row } from './result.ts';

const COLUMNS: readonly [title: string, cell: (row: Row) => string][] = [
  ['method', ({ engine }) => engine],
  ['sessions × outputs', ({ sessions, outputs }) => `${sessions} × ${outputs}`],
  ['to', ({ rtmps }) => (rtmps ? 'RTMPS' : 'RTMP')],
  ['CPU (of a core)', ({ cpu_percent }) => `${cpu_percent.toFixed(2)} %`],
  ['memory', ({ pss_mb }) => shown(pss_mb, 1, ' MB')],
  ['publish to all', ({ publish_to_all_ms: ms }) => shown(ms === null ? null : ms / 1000, 2, ' s')],
  ['delivered', ({ delivered_percent }) => shown(delivered_percent, 1, ' %')],
  ['delay p50', ({ delay_p50_ms }) => shown(delay_p50_ms, 1, ' ms')],
  [
    'delay p99',
    ({ delay_p99_ms, encoders_late }) => shown(delay_p99_ms, 1, encoders_late ? ' ms (late input)' : ' ms'),
  ],
  ['others while one stalls', ({ healthy_percent_while_one_stalls: share }) => shown(share, 1, ' %')],
  ['comeback', ({ comeback_ms: ms }) => shown(ms === null ? null : ms / 1000, 2, ' s')],
];

function shown(value: number | null, digits: number, unit: string): string {
  return value === null ? '–' : `${value.toFixed(digits)}${unit}`;
}

/** The result as text for people. */
export function resultAsText({ machine, rows, figures, soak, skipped }: BenchResult): string {
  const head = `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, load before ${machine.load_before}`;
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const left = skipped.map(({ engine, outputs, reason }) => {
    return `left out: ${engine}${outputs === null ? '' : ` with ${outputs} outputs`}: ${reason}`;
  });
  const blocks = [
    [head, ...warnings(machine, rows)],
    align(cells),
    figuresAsText(figures),
    ...soak.map(memoryAsText),
    ...(left.length > 0 ? [left] : []),
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** One line for each figure, and whether it reached its target. */
export function figuresAsText(figures: readonly Figure[]): string[] {
  return align(
    figures.map(({ name, value, unit, target, ok }) => [
      target === '' ? '' : ok ? 'reached' : 'MISSED',
      name,
      `${value} ${unit}`.trim(),
      target === '' ? '' : `target ${target}`,
    ]),
  );
}

function warnings(machine: BenchResult['machine'], rows: readonly Row[]): string[] {
  const warnings: string[] = [];
  if (machine.load_before > machine.cores / 4)
    warnings.push(
      'The machine was busy with other things when this began: processor time and delays are too high.',
    );
  if (rows.some(({ encoders_late }) => encoders_late))
    warnings.push(
      'Some encoders of the bench were late themselves: delays marked “late input” are too high.',
    );
  return warnings;
}

function memoryAsText({ engine, minutes }: MemoryOverTime): string[] {
  const cells = minutes.map(({ minute, own_mb }) => `${minute} min: ${own_mb.toFixed(1)}`);
  return [`${engine}: memory under reconnects, in MB`, cells.join('  ')];
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
