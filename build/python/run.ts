import { spawn } from 'node:child_process';
import { childEnvironment } from '@neustream/shared/node/environment.ts';
import { ROOT } from '../bootstrap/places.mjs';

interface Running {
  file: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** Keeps its output to itself. */
  quiet?: boolean;
}

/** Runs a program in the checkout's root with our output; returns its exit code, 1 when it did not end on its own. */
export async function run({ file, args, env = {}, quiet = false }: Running): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(file, args, {
    cwd: ROOT,
    env: { ...childEnvironment(), ...env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: quiet ? 'ignore' : 'inherit',
  });
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
  return await promise;
}
