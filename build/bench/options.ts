import { parseArgs } from 'node:util';
import { ENGINES, type Engine } from './methods/method.ts';

/** How many sessions with how many outputs each. */
export interface Scene {
  sessions: number;
  outputs: number;
}

export interface BenchOptions {
  /** One row of each engine for each, in this order. */
  scenes: Scene[];
  /** Length of the window in which processor time is measured. */
  seconds: number;
  /** How often each row is measured; the one in the middle counts. */
  rounds: number;
  stallSeconds: number;
  engines: Engine[];
  /** Minutes of the endurance run; 0 leaves it out. */
  soakMinutes: number;
  /** Whether each scene is measured with RTMPS to all outputs too. */
  rtmps: boolean;
  /** Whether to try stall, comeback, slow destinations and crashes too, or load only. */
  failures: boolean;
  json: boolean;
  /** Measures the API under the reports of many sessions instead of the engine. */
  apiLoad: boolean;
}

/** The scenes that the figures are about. */
const SCENES: readonly Scene[] = [
  { sessions: 1, outputs: 10 },
  { sessions: 1, outputs: 50 },
  { sessions: 20, outputs: 3 },
  { sessions: 50, outputs: 3 },
];

export const BENCH_USAGE = `npm run bench -- [options]
  --sessions 1,20,50     how many sessions, one row each (1)
  --outputs 3            how many outputs each session has, one row each (10,50; with many sessions 3)
                         without both: 1 × 10, 1 × 50, 20 × 3 and 50 × 3
  --seconds 12           window in which processor time is measured
  --rounds 1             how often each row is measured; the one in the middle counts
  --engines a,b          only these: ${ENGINES.join(', ')}
  --stall-seconds 30     how long one of five outputs stays frozen
  --no-rtmps             leave out the rows with RTMPS to all outputs
  --load-only            leave out first destination, stall, comeback, slow destination and crashes
  --soak 30              also 10 outputs with one reconnect a second, for that many minutes
  --api-load             instead: how fast the API answers while 500 sessions report
  --json                 the last line is one JSON object`;

/** @throws Error with a sentence for people when an option is not valid. */
export function parseBenchOptions(argv: string[]): BenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      sessions: { type: 'string' },
      outputs: { type: 'string' },
      seconds: { type: 'string', default: '12' },
      rounds: { type: 'string', default: '1' },
      engines: { type: 'string', default: ENGINES.join(',') },
      'stall-seconds': { type: 'string', default: '30' },
      'no-rtmps': { type: 'boolean', default: false },
      'load-only': { type: 'boolean', default: false },
      soak: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      'api-load': { type: 'boolean', default: false },
    },
  });
  return {
    scenes: scenesOf(values.sessions, values.outputs),
    seconds: wholeNumber('--seconds', values.seconds, [1, 600]),
    rounds: wholeNumber('--rounds', values.rounds, [1, 25]),
    stallSeconds: wholeNumber('--stall-seconds', values['stall-seconds'], [1, 600]),
    engines: values.engines.split(',').map(knownEngine),
    soakMinutes: wholeNumber('--soak', values.soak, [0, 600]),
    rtmps: !values['no-rtmps'],
    failures: !values['load-only'],
    json: values.json,
    apiLoad: values['api-load'],
  };
}

function scenesOf(sessions: string | undefined, outputs: string | undefined): Scene[] {
  if (sessions === undefined && outputs === undefined) return [...SCENES];
  const counts = numbers('--sessions', sessions ?? '1', [1, 200]);
  const each = numbers('--outputs', outputs ?? (counts.some((count) => count > 1) ? '3' : '10,50'), [1, 500]);
  return counts.flatMap((count) => each.map((size) => ({ sessions: count, outputs: size })));
}

function numbers(option: string, text: string, range: [number, number]): number[] {
  return text
    .split(',')
    .map((part) => wholeNumber(option, part, range))
    .sort((a, b) => a - b);
}

function wholeNumber(option: string, text: string, [least, most]: [number, number]): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${option}: use a whole number from ${least} to ${most}, not "${text}".`);
}

function knownEngine(name: string): Engine {
  const engine = ENGINES.find((known) => known === name);
  if (engine) return engine;
  throw new Error(`--engines: there is no "${name}". Known: ${ENGINES.join(', ')}.`);
}
