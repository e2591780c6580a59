import { freePort } from '@neustream/shared/node/ports.ts';
import { nginxMissing, startNginx } from '../../kit/nginx.ts';
import { familyOf } from '../../kit/process-list.ts';
import type { Method } from './method.ts';

/** nginx with the RTMP module, one `push` per output. It is written in C and cannot send RTMPS. */
export const nginxRtmp: Method = {
  engine: 'nginx-rtmp',
  rtmps: false,
  missing: nginxMissing,
  async start({ outputs, folder }) {
    const port = await freePort();
    const application = outputs.map(({ address, key }) => `push ${address}/${key};`);
    const child = await startNginx({ folder, port, application });
    return {
      publishUrl: `rtmp://127.0.0.1:${port}/live/bench`,
      pids: () => familyOf(child.pid, folder).map(({ pid }) => pid),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};
