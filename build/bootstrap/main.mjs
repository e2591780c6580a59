import { delimiter, dirname, join } from 'node:path';
import { runProgram } from './child.mjs';
import { chooseCommand, commandList } from './commands.mjs';
import { readDotEnv } from './dot-env.mjs';
import { isFile } from './files.mjs';
import { ensurePackages, PINNED_NODE } from './install.mjs';
import { watchParent } from './orphan.mjs';
import { ensurePages } from './pages.mjs';
import { ROOT } from './places.mjs';
import { say } from './say.mjs';
import { Stop } from './stop.mjs';
import { prepareTools } from './tools.mjs';

const INTERRUPTED = 130;

/**
 * Prepares what the command needs and runs it.
 * @param {string[]} argv command and its arguments
 * @returns {Promise<number>} exit code
 */
export async function main(argv) {
  const chosen = chooseCommand(argv);
  if (!chosen) {
    say(commandList());
    return argv.length === 0 || argv[0] === 'help' ? 0 : 2;
  }
  try {
    const settings = await untilInterrupted(() => prepare(chosen));
    const program = join(ROOT, chosen.command.program);
    if (!isFile(program)) throw new Stop(`${chosen.command.program} is missing from this checkout.`);
    const env = { ...process.env, ...settings, PATH: pathWithPackages() };
    return await runProgram(PINNED_NODE, [program, ...chosen.args], { cwd: ROOT, env });
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${error.message}`);
    return error.exitCode;
  }
}

/** @param {NonNullable<ReturnType<typeof chooseCommand>>} chosen */
async function prepare({ name, command }) {
  readDotEnv(name);
  await ensurePackages();
  const doctor = name === 'doctor';
  const tools = { needs: command.needs, env: process.env, retry: doctor, tolerant: doctor };
  const settings = await prepareTools(tools);
  if (command.needs.includes('pages')) await ensurePages();
  return settings;
}

/**
 * Ctrl-C during preparation exits at once; the `exit` handlers release locks and stop helpers.
 * @template T
 * @param {() => Promise<T>} work
 */
async function untilInterrupted(work) {
  const stop = () => process.exit(INTERRUPTED);
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  const unwatch = watchParent({ env: process.env, gone: stop });
  try {
    return await work();
  } finally {
    unwatch();
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

/** So that programs started later find the pinned Node and the packages' programs first. */
function pathWithPackages() {
  return [dirname(PINNED_NODE), join(ROOT, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}
