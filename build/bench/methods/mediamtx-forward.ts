import { mediamtxBin } from '../../kit/tools.ts';
import { MEDIAMTX_MISSING, startPlainMediamtx } from './mediamtx.ts';
import type { Method } from './method.ts';

/** MediaMTX's own `forward`. */
export const mediamtxForward: Method = {
  engine: 'mediamtx-forward',
  rtmps: true,
  missing: () => (mediamtxBin() === undefined ? MEDIAMTX_MISSING : undefined),
  async start({ outputs, folder }) {
    const forward = outputs.map(({ address, key }) => `${address}#${key}`);
    const { child, publishUrl } = await startPlainMediamtx(folder, forward);
    return {
      publishUrl,
      pids: () => [child.pid],
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};
