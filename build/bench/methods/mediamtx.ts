import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { freePorts } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { accepts } from '../../kit/listeners.ts';
import { mediamtxBin } from '../../kit/tools.ts';

export const MEDIAMTX_MISSING = 'MediaMTX is not installed (npm run doctor says how to get it)';

export interface PlainMediamtx {
  child: Child;
  publishUrl: string;
  /** Whether the publisher's stream can be read. */
  ready(): Promise<boolean>;
}

/** MediaMTX as anyone would run it: RTMP and its API on loopback, everything else off. */
export async function startPlainMediamtx(folder: string, forward: string[]): Promise<PlainMediamtx> {
  const [rtmp = 0, api = 0] = await freePorts(2);
  const file = join(folder, 'mediamtx.yml');
  writeFileSync(file, configOf({ rtmp, api, forward }));
  const child = new Child({ name: 'MediaMTX', file: mediamtxBin() ?? '', args: [file], cwd: folder });
  await until(() => accepts(rtmp), { what: 'MediaMTX listening' });
  return {
    child,
    publishUrl: `rtmp://127.0.0.1:${rtmp}/live/bench`,
    async ready() {
      const answer = await fetch(`http://127.0.0.1:${api}/v3/paths/get/live/bench`);
      return answer.ok && ((await answer.json()) as { ready: boolean }).ready;
    },
  };
}

function configOf({ rtmp, api, forward }: { rtmp: number; api: number; forward: string[] }): string {
  const off = ['rtsp', 'hls', 'webrtc', 'srt', 'moq'].map((name) => `${name}: no`);
  const lines = [
    'logLevel: warn',
    'api: yes',
    `apiAddress: 127.0.0.1:${api}`,
    'rtmp: yes',
    `rtmpAddress: 127.0.0.1:${rtmp}`,
    ...off,
    'paths:',
    '  live/bench:',
    ...(forward.length > 0 ? ['    forward:', ...forward.map((dest) => `      - dest: ${dest}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
