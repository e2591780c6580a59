import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import pino from 'pino';
import { readMediaConfig } from './config.ts';
import { type MediaNode, startMediaNode } from './media-node.ts';

/** Stopping takes at most this, in ms; then we go anyway. */
const STOP_DEADLINE_MS = 5000;

/** Reads the settings, runs a media node until it is ordered to stop, and ends the process. */
export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(env);
  } catch (error) {
    const text = error instanceof AppError ? `${error.message}\n${error.action}` : String(error);
    process.stderr.write(`The media node cannot start.\n${text}\n`);
    process.exit(1);
  }
}

async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readMediaConfig({ env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = pino({ name: 'media', level: config.logLevel });
  const node = await startMediaNode(config, log);
  const { controlPort, controlUrl, endpoints, engine } = node;
  log.info({ controlPort, engine, ...endpoints }, 'the media node is ready');
  stopOnOrder(node);
  process.send?.({ type: 'ready', controlPort, controlUrl, ingestEngine: engine, endpoints });
}

function stopOnOrder(node: MediaNode): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    void node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  // A terminal's Ctrl-C reaches everybody; whoever started us then stops us in its own order.
  process.on('SIGINT', () => process.send === undefined && stop());
  // Whoever started us is gone: nobody would stop us otherwise.
  process.on('disconnect', stop);
}
