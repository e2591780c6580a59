import type { LaneReport } from '@neustream/shared/contracts/media-control.ts';
import type { ListedNode } from './token-store.ts';

type Column = (node: ListedNode, now: number) => string;

const COLUMNS: Record<string, Column> = {
  NODE: ({ node_id }) => node_id,
  TOKEN: tokenState,
  'LAST REPORT': ({ heartbeat_at }, now) => lastReport(heartbeat_at, now),
  VERSION: ({ version }) => version ?? '',
  LANES: ({ lanes }) => (lanes === null || lanes.length === 0 ? '' : String(lanes.length)),
  SESSIONS: ({ lanes }) => (lanes === null || lanes.length === 0 ? '' : String(sum(lanes, 'sessions'))),
  LOAD: ({ lanes }) => (lanes === null || lanes.length === 0 ? '' : percent(lanes)),
  STATE: ({ draining }) => (draining ? 'draining' : ''),
};

/** Every media node, one per line, for a terminal. */
export function nodeTable(nodes: readonly ListedNode[], now: number): string {
  if (nodes.length === 0) return 'There is no media node yet. To add one: npm run node -- add NAME';
  const columns = Object.values(COLUMNS);
  const lines = [Object.keys(COLUMNS), ...nodes.map((node) => columns.map((column) => column(node, now)))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function tokenState({ issued_at, used_at, rotating }: ListedNode): string {
  if (issued_at === null) return 'none: locked out';
  if (used_at === null) return 'issued, not used yet';
  return rotating ? 'in use, and a new one has been issued' : 'in use';
}

function lastReport(at: Date | null, now: number): string {
  if (at === null) return 'never';
  const seconds = Math.max(0, Math.round((now - at.getTime()) / 1000));
  return seconds < 120 ? `${seconds} s ago` : at.toISOString();
}

/** How busy the cores of a node's lanes were lately. */
function percent(lanes: readonly LaneReport[]): string {
  return `${Math.round((sum(lanes, 'load') / lanes.length) * 100)} %`;
}

function sum(lanes: readonly LaneReport[], what: 'sessions' | 'load'): number {
  return lanes.reduce((total, lane) => total + lane[what], 0);
}
