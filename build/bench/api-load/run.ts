import { describeMachine } from '../machine.ts';
import { measureApiLoad } from './measure.ts';

const SESSIONS = 500;
const TARGET_MS = 50;

/** Measures, and prints the figure, its target, and how much of the target it uses. */
export async function benchApi({
  seconds,
  json,
  say,
}: {
  seconds: number;
  json: boolean;
  say(line: string): void;
}): Promise<string> {
  const machine = describeMachine();
  const load = await measureApiLoad({ sessions: SESSIONS, seconds, say });
  const ratio = Math.round((load.p99_ms / TARGET_MS) * 100) / 100;
  const ok = load.p99_ms <= TARGET_MS;
  const text = [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load before ${machine.load_before}`,
    '',
    `${ok ? 'reached' : 'MISSED'}  GET /api/auth/me while ${load.sessions} sessions report each second, p99  ${load.p99_ms} ms  target ≤ ${TARGET_MS} ms  ${ratio} × target`,
    `p50 ${load.p50_ms} ms, longest ${load.longest_ms} ms of ${load.samples}; p99 ${load.idle_p99_ms} ms while nothing is reported; a snapshot was answered within ${load.snapshot_ms.toFixed(0)} ms`,
  ].join('\n');
  if (!json) return text;
  const figure = { name: 'api_me_p99', value: load.p99_ms, unit: 'ms', target: `≤ ${TARGET_MS}`, ratio, ok };
  return `${text}\n${JSON.stringify({ machine, figures: [figure], load })}`;
}
