import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { AppError } from '@neustream/shared/kernel/app-error.ts';
import { readServerConfig } from './config.ts';
import { createLog } from './infra/log.ts';
import { startServer } from './start-server.ts';

const CONFIG_WRONG = 78;
const NOT_STARTED = 1;

// Signals are handled from the very beginning: a start that is interrupted is completed and then stopped, and leaves
// nothing behind.
const stopRequest = Promise.race(['SIGTERM', 'SIGINT', 'disconnect'].map((name) => once(process, name)));

try {
  const config = readServerConfig({ env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  const log = createLog(config.logLevel);
  const server = await startServer(config, { log });
  log.info({ url: server.url, metrics: server.metricsUrl }, 'Neustream is ready.');
  process.send?.({ type: 'ready', url: server.url });
  await stopRequest;
  await server.close();
  process.exit(0);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n${error.action}\n`);
  process.exit(error.code === 'SETTINGS_INVALID' ? CONFIG_WRONG : NOT_STARTED);
}
