import { parseArgs } from 'node:util';
import { ENGINES, type Engine } from './methods/method.ts';

export interface BenchOptions {
  /** How many outputs each row has, in ascending order. */
  outputs: number[];
  /** Length of the window in which processor time is measured. */
  seconds: number;
  stallSeconds: number;
  engines: Engine[];
  /** Minutes of the endurance run; 0 leaves it out. */
  soakMinutes: number;
  /** Whether to try stall, comeback and crashes too, or load only. */
  failures: boolean;
  json: boolean;
  /** Measures the API under the reports of many sessions instead of the engine. */
  apiLoad: boolean;
}

export const BENCH_USAGE = `npm run bench -- [options]
  --outputs 10,50        how many outputs, one row each
  --seconds 12           window in which processor time is measured
  --engines a,b          only these: ${ENGINES.join(', ')}
  --stall-seconds 30     how long one of five outputs stays frozen
  --load-only            leave out stall, comeback and crashes
  --soak 30              also 10 outputs with one reconnect a second, for that many minutes
  --api-load             instead: how fast the API answers while 500 sessions report
  --json                 the last line is one JSON object`;

/** @throws Error with a sentence for people when an option is not valid. */
export function parseBenchOptions(argv: string[]): BenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      outputs: { type: 'string', default: '10,50' },
      seconds: { type: 'string', default: '12' },
      engines: { type: 'string', default: ENGINES.join(',') },
      'stall-seconds': { type: 'string', default: '30' },
      'load-only': { type: 'boolean', default: false },
      soak: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      'api-load': { type: 'boolean', default: false },
    },
  });
  return {
    outputs: values.outputs
      .split(',')
      .map((text) => wholeNumber('--outputs', text, [1, 500]))
      .sort((a, b) => a - b),
    seconds: wholeNumber('--seconds', values.seconds, [1, 600]),
    stallSeconds: wholeNumber('--stall-seconds', values['stall-seconds'], [1, 600]),
    engines: values.engines.split(',').map(knownEngine),
    soakMinutes: wholeNumber('--soak', values.soak, [0, 600]),
    failures: !values['load-only'],
    json: values.json,
    apiLoad: values['api-load'],
  };
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
