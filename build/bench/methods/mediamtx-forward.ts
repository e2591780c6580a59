import { mediamtxMissing } from '../../kit/mediamtx.ts';
import { startForwardingMediamtx } from './mediamtx.ts';
import type { Method } from './method.ts';

/** MediaMTX's own `forward`. */
export const mediamtxForward: Method = {
  engine: 'mediamtx-forward',
  rtmps: true,
  manySessions: true,
  missing: mediamtxMissing,
  async start({ sessions, folder }) {
    const forwards = sessions.map((outputs) => outputs.map(({ address, key }) => `${address}#${key}`));
    const { child, publishUrls } = await startForwardingMediamtx(folder, forwards);
    return {
      publishUrls,
      pids: () => [child.pid],
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  },
};
