import type { Outcome } from './trial.ts';

const HEADINGS = ['encoder', 'server', 'first picture ms', 'LIVE ms', 'back ms', 'result'];

/** Outcomes as a table of text, one line each. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ encoder, server, firstPictureMs, liveMs, backMs, faults }) => [
    encoder,
    server,
    ...[firstPictureMs, liveMs, backMs].map((ms) => String(Math.round(ms))),
    faults.length === 0 ? 'ok' : faults.join('; '),
  ]);
  const table = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
