import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import pino from 'pino';
import { readMediaConfig } from './config.ts';
import { type MediaNode, startMediaNode } from './media-node.ts';

/** Stopping takes at most this long, in ms, on a busy machine; then we exit anyway, and may leave a program behind. */
const STOP_DEADLINE_MS = 12_000;

/** Reads the settings, runs a media node until it is told to stop, and ends the process. */
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
  // Signals are handled from the very beginning: a start that is interrupted is completed and then stopped, and leaves
  // nothing behind.
  const stopping = stopRequested();
  const config = readMediaConfig({ env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = pino({ name: 'media', level: config.logLevel });
  const node = await startMediaNode(config, log);
  const { controlPort, controlUrl, endpoints, engine } = node;
  log.info({ controlPort, engine, ...endpoints }, 'the media node is ready');
  void stopping.then(() => stop(node));
  process.on('SIGUSR2', () => node.drain());
  // Whoever restarts us has a new program: lanes and MediaMTX go on without us until then.
  process.on('SIGHUP', () => process.exit(0));
  void node.drained.then(() => {
    process.send?.({ type: 'drained' });
    return stop(node);
  });
  process.send?.({ type: 'ready', controlPort, controlUrl, ingestEngine: engine, endpoints });
}

function stopRequested(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on('SIGTERM', () => resolve());
  // A terminal's Ctrl-C reaches every process; the one that started us then stops us in its own order.
  process.on('SIGINT', () => process.send === undefined && resolve());
  // The process that started us is gone, and nothing else would stop us.
  process.on('disconnect', () => resolve());
  return promise;
}

async function stop(node: MediaNode): Promise<void> {
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
  await node.stop();
  process.exit(0);
}
