import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { watchParent } from './orphan.mjs';

const KEEP_CHARS = 20_000;

/**
 * Runs a helper program to its end and keeps the end of what it printed.
 * Never a shell; stdin is empty. It gets a process group of its own, so that when we are
 * interrupted everything it started ends with it.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, deadlineMs: number, started?: (pid: number) => void, stopBy?: NodeJS.Signals }} options
 * @returns {Promise<{ ok: boolean, code: number | null, stdout: string, stderr: string, timedOut: boolean }>}
 *   never rejects: a program that cannot be started is `ok: false` with the reason in `stderr`
 */
export function runHelper(file, args, { cwd, env, deadlineMs, started, stopBy = 'SIGKILL' }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const text = { stdout: '', stderr: '' };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stopGroup(child, 'SIGKILL');
    }, deadlineMs);
    const stopWithUs = () => stopGroup(child, stopBy);
    process.once('exit', stopWithUs);
    child.stdout.on('data', (chunk) => {
      text.stdout = (text.stdout + chunk).slice(-KEEP_CHARS);
    });
    child.stderr.on('data', (chunk) => {
      text.stderr = (text.stderr + chunk).slice(-KEEP_CHARS);
    });
    /** @param {number | null} code */
    const end = (code) => {
      clearTimeout(timer);
      process.removeListener('exit', stopWithUs);
      resolve({ ok: code === 0 && !timedOut, code, ...text, timedOut });
    };
    child.once('error', (error) => {
      text.stderr += error.message;
      end(null);
    });
    child.once('close', end);
    if (child.pid !== undefined) started?.(child.pid);
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function stopGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/**
 * Runs the command's program in the foreground: same terminal, same exit code.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 + number when a signal ended it
 */
export function runProgram(file, args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: 'inherit' });
    // A terminal sends Ctrl-C to the whole group, including the program: passing it on would deliver it twice.
    const fromTerminal = process.stdin.isTTY === true;
    /** @type {NodeJS.SignalsListener} */
    const onSignal = (signal) => {
      if (signal === 'SIGINT' && fromTerminal) return;
      child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, onSignal);
    const unwatch = watchParent({ env, gone: () => child.kill('SIGTERM') });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      unwatch();
      for (const name of signals) process.removeListener(name, onSignal);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * The last lines of a program's output, for an error message.
 * @param {string} text
 * @param {number} [lines]
 */
export function lastLines(text, lines = 15) {
  return text.trim().split('\n').slice(-lines).join('\n');
}
