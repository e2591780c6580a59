import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { accepts } from './listeners.ts';
import { onPath } from './tools.ts';

const MODULES = [
  process.env.NGINX_RTMP_MODULE ?? '',
  '/usr/lib/nginx/modules/ngx_rtmp_module.so',
  '/usr/share/nginx/modules/ngx_rtmp_module.so',
  '/usr/lib64/nginx/modules/ngx_rtmp_module.so',
];

/** Why nginx with the RTMP module does not run on this machine; undefined when it does. */
export function nginxMissing(): string | undefined {
  if (onPath('nginx') === undefined) return 'nginx is not installed';
  return MODULES.some(existsSync) ? undefined : 'nginx has no RTMP module (Debian: libnginx-mod-rtmp)';
}

export interface NginxOptions {
  /** Own folder for its configuration and files. */
  folder: string;
  /** Port of its RTMP server. */
  port: number;
  /** Lines for the application `live`. */
  application: readonly string[];
}

/**
 * Starts nginx with one RTMP application, and waits until it listens.
 * @throws when it does not, with its output
 */
export async function startNginx(options: NginxOptions): Promise<Child> {
  const { folder, port } = options;
  mkdirSync(join(folder, 'temp'), { recursive: true });
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configOf(options));
  const args = ['-c', file, '-p', folder, '-e', join(folder, 'error.log')];
  const child = new Child({ name: 'nginx', file: onPath('nginx') ?? '', args, cwd: folder });
  const listening = until(() => accepts(port), { what: 'nginx listening' });
  const ended = child.exited.then(() => Promise.reject(new Error(`nginx ended. ${child.lastOutput.trim()}`)));
  try {
    await Promise.race([listening, ended]);
    return child;
  } catch (error) {
    listening.catch(() => undefined);
    await child.stop();
    throw error;
  } finally {
    ended.catch(() => undefined);
  }
}

function configOf({ folder, port, application }: NginxOptions): string {
  const lines = application.map((line) => `      ${line}`);
  // Started by root, its worker would run as a user who may not write into the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `
daemon off;
worker_processes 1;
${user}
pid ${join(folder, 'nginx.pid')};
load_module ${MODULES.find(existsSync)};
events { worker_connections 1024; }
rtmp {
  access_log off;
  server {
    listen 127.0.0.1:${port};
    chunk_size 4096;
    application live {
      live on;
${lines.join('\n')}
    }
  }
}
`;
}
