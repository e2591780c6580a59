import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { familyOf } from '../../kit/process-list.ts';
import { onPath } from '../../kit/tools.ts';
import type { Output } from '../sink.ts';
import { accepts } from './mediamtx.ts';
import type { Method } from './method.ts';

const MODULES = [
  '/usr/lib/nginx/modules/ngx_rtmp_module.so',
  '/usr/share/nginx/modules/ngx_rtmp_module.so',
  '/usr/lib64/nginx/modules/ngx_rtmp_module.so',
];

/** nginx with the RTMP module, one `push` per output. It is written in C and cannot send RTMPS. */
export const nginxRtmp: Method = {
  engine: 'nginx-rtmp',
  rtmps: false,
  missing() {
    if (onPath('nginx') === undefined) return 'nginx is not installed';
    return MODULES.some(existsSync) ? undefined : 'nginx has no RTMP module (Debian: libnginx-mod-rtmp)';
  },
  async start({ outputs, folder }) {
    const port = await freePort();
    mkdirSync(join(folder, 'temp'), { recursive: true });
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configOf(port, outputs, folder));
    const args = ['-c', file, '-p', folder, '-e', join(folder, 'error.log')];
    const child = new Child({ name: 'nginx', file: onPath('nginx') ?? '', args, cwd: folder });
    await until(() => accepts(port), { what: 'nginx listening' });
    return {
      publishUrl: `rtmp://127.0.0.1:${port}/live/bench`,
      pids: () => familyOf(child.pid, folder).map(({ pid }) => pid),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};

function configOf(port: number, outputs: Output[], folder: string): string {
  const pushes = outputs.map(({ address, key }) => `      push ${address}/${key};`);
  return `
daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
load_module ${MODULES.find(existsSync)};
events { worker_connections 1024; }
rtmp {
  server {
    listen 127.0.0.1:${port};
    chunk_size 4096;
    application live {
      live on;
${pushes.join('\n')}
    }
  }
}
`;
}
