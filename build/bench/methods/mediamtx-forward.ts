import { mediamtxBin } from '../../kit/tools.ts';
import { MEDIAMTX_MISSING, startPlainMediamtx } from './mediamtx.ts';
import type { Method } from './method.ts';

/** MediaMTX's own `forward`. */
export const mediamtxForward: Method = {
  engine: 'mediamtx-forward',
  rtmps: true,
  manySessions: true,
  missing: () => (mediamtxBin() === undefined ? MEDIAMTX_MISSING : undefined),
  async start({ sessions, folder }) {
    const forwards = sessions.map((outputs) => outputs.map(({ address, key }) => `${address}#${key}`));
    const { child, publishUrls } = await startPlainMediamtx(folder, forwards);
    return {
      publishUrls,
      pids: () => [child.pid],
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};
