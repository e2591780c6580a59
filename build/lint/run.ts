import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface RunResult {
  code: number;
  /** Both streams in the order in which they came; empty when they went to the terminal. */
  output: string;
}

export interface RunOptions {
  /** `true` lets the program write to our terminal, `false` captures its output. */
  stream?: boolean;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/**
 * Runs a program from the packages on the Node that runs us, to its end. Never rejects: what cannot be started has code
 * 127.
 */
export function runScript(
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { stream = false, env = {}, cwd = ROOT } = options;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stream ? 'inherit' : 'pipe', stream ? 'inherit' : 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    process.once('SIGTERM', stop);
    const end = (code: number) => {
      process.removeListener('SIGTERM', stop);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}
