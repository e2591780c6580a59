import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { inheritedEnvironment, productSettings } from './environment.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

export interface ApiProcess extends AsyncDisposable {
  /** The address at which it answers. */
  url: string;
}

/**
 * Starts an API process alone, with a database of its own in the data folder.
 * @param root the checkout to start it from; this one if left out
 */
export async function startApi({
  dataDir,
  settings = {},
  root = CHECKOUT,
}: {
  dataDir: string;
  settings?: Record<string, string>;
  root?: string;
}): Promise<ApiProcess> {
  const env = { ...inheritedEnvironment(), ...productSettings(dataDir), ...settings };
  const args = [join(root, 'server', 'main.ts')];
  const child = new Child({ name: 'The API', file: process.execPath, args, env, messages: true });
  const stop = async () => void (await child.stop('SIGTERM', 20_000));
  try {
    const url = await until(() => /"url":"(http[^"]+)"/.exec(child.lastOutput)?.[1] ?? !child.alive, {
      what: 'the API is ready',
      timeoutMs: 45_000,
    });
    if (url === true) throw new Error('It ended.');
    return { url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw new Error(`The API did not start. ${child.lastOutput}`, { cause: error });
  }
}
