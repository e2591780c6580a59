import { freePort } from '@neustream/shared/node/ports.ts';
import { nginxMissing, startNginx } from '../../kit/nginx.ts';
import { familyOf } from '../../kit/process-list.ts';
import type { Method } from './method.ts';

/** nginx with the RTMP module, one `push` per output. It is written in C and cannot send RTMPS. */
export const nginxRtmp: Method = {
  engine: 'nginx-rtmp',
  rtmps: false,
  manySessions: true,
  missing: nginxMissing,
  async start({ sessions, folder }) {
    const port = await freePort();
    const [first = [], ...others] = sessions.map((outputs) =>
      outputs.map(({ address, key }) => `push ${address}/${key};`),
    );
    const further = others.flatMap((pushes, i) => ['}', `application live${i + 1} {`, 'live on;', ...pushes]);
    const child = await startNginx({ folder, port, application: [...first, ...further] });
    return {
      publishUrls: sessions.map((_outputs, i) => `rtmp://127.0.0.1:${port}/live${i === 0 ? '' : i}/bench`),
      pids: () => familyOf(child.pid, folder).map(({ pid }) => pid),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};
