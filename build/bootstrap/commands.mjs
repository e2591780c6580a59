/**
 * @typedef {'ffmpeg' | 'ffprobe' | 'mediamtx' | 'chromium' | 'pages' | 'peers'} Need
 * @typedef {object} Command
 * @property {string} program file to run on the pinned Node, from the root of the checkout
 * @property {string[]} args arguments put before those of the user
 * @property {Need[]} needs what has to be there before it starts
 * @property {string} says one line for the list of commands
 */

/** @type {Record<string, Command>} */
export const COMMANDS = {
  start: {
    program: 'build/start.ts',
    args: [],
    needs: ['ffmpeg', 'mediamtx', 'pages'],
    says: 'run everything',
  },
  dev: {
    program: 'build/start.ts',
    args: ['--dev'],
    needs: ['ffmpeg', 'mediamtx'],
    says: 'run everything; pages reload as you edit',
  },
  demo: {
    program: 'build/demo.ts',
    args: [],
    needs: ['ffmpeg', 'ffprobe', 'mediamtx', 'pages'],
    says: 'stream a test picture to local platforms',
  },
  bench: {
    program: 'build/bench/main.ts',
    args: [],
    needs: ['ffmpeg', 'mediamtx'],
    says: 'measure the fan-out against other programs',
  },
  'bench:studio': {
    program: 'build/bench/studio/main.ts',
    args: [],
    needs: ['ffmpeg', 'mediamtx', 'chromium', 'pages'],
    says: 'measure the studio in a browser',
  },
  doctor: {
    program: 'build/doctor/main.ts',
    args: [],
    needs: ['ffmpeg', 'mediamtx'],
    says: 'check tools, ports, folders and settings',
  },
  test: {
    program: 'build/test.ts',
    args: [],
    needs: ['ffmpeg', 'ffprobe', 'mediamtx', 'chromium', 'pages'],
    says: 'check and test everything',
  },
  'test:long': {
    program: 'build/test.ts',
    args: ['--long'],
    needs: ['ffmpeg', 'ffprobe', 'mediamtx'],
    says: 'try long histories of commands, failures and crashes',
  },
  'test:peers': {
    program: 'build/test.ts',
    args: ['--peers'],
    needs: ['ffmpeg', 'ffprobe', 'mediamtx', 'peers'],
    says: 'try every encoder with every server',
  },
  'test:schema': {
    program: 'build/schemathesis/main.ts',
    args: [],
    needs: [],
    says: 'test the API against its own document',
  },
  fuzz: {
    program: 'media/relay/fuzz.ts',
    args: [],
    needs: [],
    says: 'feed garbage to the parsers for a while',
  },
  migrate: { program: 'server/migrate.ts', args: [], needs: [], says: 'bring the database up to date' },
  node: {
    program: 'server/node.ts',
    args: [],
    needs: [],
    says: 'add, rotate, revoke or list the tokens of media nodes',
  },
  lint: { program: 'build/lint.ts', args: [], needs: [], says: 'check types, style and boundaries' },
};

/**
 * What the words after `node build/bootstrap.mjs` ask for.
 * @param {string[]} argv
 * @returns {{ name: string, command: Command, args: string[] } | undefined} undefined when there is no such command
 */
export function chooseCommand(argv) {
  const [name = '', ...rest] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return undefined;
  const needs = name === 'test' && rest.includes('--quick') ? [] : command.needs;
  return { name, command: { ...command, needs }, args: [...command.args, ...rest] };
}

/** The list shown when no known command was given. */
export function commandList() {
  const lines = Object.entries(COMMANDS).map(([name, { says }]) => `  npm run ${name.padEnd(11)} ${says}`);
  return ['Neustream Studio knows these commands:', ...lines].join('\n');
}
