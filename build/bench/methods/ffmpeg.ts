import { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { mediamtxMissing } from '../../kit/mediamtx.ts';
import { ffmpegBin } from '../../kit/tools.ts';
import type { Output } from '../sink.ts';
import { startForwardingMediamtx } from './mediamtx.ts';
import type { Engine, Method } from './method.ts';

/** Reads once from the ingest and copies, without decoding. */
function reading(url: string): string[] {
  return ['-hide_banner', '-loglevel', 'error', '-nostdin', '-i', url, '-map', '0', '-c', 'copy'];
}

/** MediaMTX accepts the encoder, and FFmpeg does the sending, started once the encoder is there. */
function overMediamtx(
  engine: Engine,
  argsOf: (url: string, outputs: readonly Output[]) => string[][],
): Method {
  return {
    engine,
    rtmps: true,
    manySessions: false,
    missing: mediamtxMissing,
    async start({ sessions: [outputs = []], folder }) {
      const { child, publishUrls, ready } = await startForwardingMediamtx(folder, [[]]);
      const [publishUrl = ''] = publishUrls;
      const senders: Child[] = [];
      return {
        publishUrls,
        async onPublish() {
          await until(ready, { what: 'MediaMTX having the stream', everyMs: 20 });
          const commands = argsOf(publishUrl, outputs);
          senders.push(...commands.map((args) => new Child({ name: 'FFmpeg', file: ffmpegBin(), args })));
        },
        pids: () => [child.pid, ...senders.map(({ pid }) => pid)],
        async [Symbol.asyncDispose]() {
          await Promise.all([...senders, child].map((each) => each.stop()));
        },
      };
    },
  };
}

/** One `ffmpeg -c copy` per output. */
export const ffmpegCopy = overMediamtx('ffmpeg-copy', (url, outputs) =>
  outputs.map(({ address, key }) => [...reading(url), '-f', 'flv', `${address}/${key}`]),
);

/** One FFmpeg with `tee`, each output behind a `fifo` so that a slow one does not stop the others. */
export const ffmpegTee = overMediamtx('ffmpeg-tee', (url, outputs) => {
  const slaves = outputs.map(
    ({ address, key }) => `[f=flv:onfail=ignore:use_fifo=1:${FIFO}]${address}/${key}`,
  );
  return [[...reading(url), '-f', 'tee', slaves.join('|')]];
});

const FIFO = 'fifo_options=drop_pkts_on_overflow=1\\\\:attempt_recovery=1\\\\:recovery_wait_time=1';
