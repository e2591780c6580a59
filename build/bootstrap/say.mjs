const EVERY_PLAIN_MS = 15_000;
const EVERY_TTY_MS = 1_000;

/** Progress goes to stderr, so that `--json` output on stdout stays clean. */
const out = process.stderr;

/** @param {string} line */
export function say(line) {
  out.write(`${line}\n`);
}

/** @param {string} line */
export function warn(line) {
  out.write(`warning: ${line}\n`);
}

/** @param {number} ms */
export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/**
 * Names a step while it runs and says how long it took. On a terminal the line counts the seconds; elsewhere an
 * occasional line shows that it is still running.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const from = Date.now();
  const tty = out.isTTY === true;
  const elapsed = () => seconds(Date.now() - from);
  out.write(tty ? `${title} …` : `${title} …\n`);
  const timer = setInterval(
    () => out.write(tty ? `\r${title} … ${elapsed()}` : `${title} … still running after ${elapsed()}\n`),
    tty ? EVERY_TTY_MS : EVERY_PLAIN_MS,
  );
  try {
    const result = await work();
    out.write(`${tty ? '\r' : ''}${title}: done in ${elapsed()}\n`);
    return result;
  } catch (error) {
    out.write(`${tty ? '\r' : ''}${title}: failed after ${elapsed()}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
