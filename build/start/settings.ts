import { join, resolve } from 'node:path';
import { freePort } from '@neustream/shared/node/ports.ts';

export interface LaunchSettings {
  dataDir: string;
  logDir: string;
  /** Environment of the API process. */
  server: NodeJS.ProcessEnv;
  /** Environment of the media node. */
  media: NodeJS.ProcessEnv;
  /** Where this machine reaches the API. */
  serverUrl: string;
}

/** Secrets of the API that are none of the media node's business. */
const SERVER_ONLY = [
  'JWT_SECRET',
  'KEY_ENCRYPTION_KEY',
  'KEY_ENCRYPTION_KEY_PREVIOUS',
  'DATABASE_URL',
].flatMap((name) => [name, `${name}_FILE`]);

/**
 * What both processes have to agree on, from the environment that the launcher was started with. A port of 0 is picked
 * here, so that a restarted process keeps the same one.
 */
export async function launchSettings(env: NodeJS.ProcessEnv, root: string): Promise<LaunchSettings> {
  const dataDir = resolve(env.DATA_DIR || join(root, 'data'));
  const port = await fixedPort(env.PORT, 3000);
  const host = !env.HOST || env.HOST === '0.0.0.0' || env.HOST === '::' ? '127.0.0.1' : env.HOST;
  const serverUrl = env.SERVER_URL || `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const common = { ...env, DATA_DIR: dataDir };
  return {
    dataDir,
    logDir: join(dataDir, 'logs'),
    server: { ...common, PORT: port },
    media: {
      ...Object.fromEntries(Object.entries(common).filter(([name]) => !SERVER_ONLY.includes(name))),
      SERVER_URL: serverUrl,
      // Browsers play previews for the origin that they loaded the pages from.
      PAGES_ORIGIN: env.PAGES_ORIGIN || env.PUBLIC_URL || serverUrl,
      MEDIA_CONTROL_PORT: await fixedPort(env.MEDIA_CONTROL_PORT, 9996),
    },
    serverUrl,
  };
}

async function fixedPort(text: string | undefined, preset: number): Promise<string> {
  if (text === undefined || text === '') return String(preset);
  return text === '0' ? String(await freePort()) : text;
}
