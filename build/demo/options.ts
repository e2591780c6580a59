import { parseArgs } from 'node:util';

export interface DemoOptions {
  destinations: number;
  /** Null: continue until Ctrl-C. */
  seconds: number | null;
  json: boolean;
}

export const DEMO_USAGE = `npm run demo [-- options]
  --destinations 3   how many local platforms; the first one is RTMPS
  --seconds 20       stop after that long and say what every platform received; without it, run until Ctrl-C
  --json             the last line is one JSON object`;

/** @throws Error with a sentence for people when an option is not valid. */
export function parseDemoOptions(argv: string[]): DemoOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      destinations: { type: 'string', default: '3' },
      seconds: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    destinations: wholeNumber('--destinations', values.destinations, [1, 20]),
    seconds: values.seconds === undefined ? null : wholeNumber('--seconds', values.seconds, [1, 86_400]),
    json: values.json,
  };
}

function wholeNumber(option: string, text: string, [least, most]: [number, number]): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${option}: use a whole number from ${least} to ${most}, not "${text}".`);
}
