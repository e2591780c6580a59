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
  /** One per path. */
  publishUrls: string[];
  /** Whether the first path's stream can be read. */
  ready(): Promise<boolean>;
}

/**
 * MediaMTX as anyone would run it: RTMP and its API on loopback, everything else off.
 * @param forwards the targets of `forward` of each path
 */
export async function startPlainMediamtx(folder: string, forwards: string[][]): Promise<PlainMediamtx> {
  const [rtmp = 0, api = 0] = await freePorts(2);
  const file = join(folder, 'mediamtx.yml');
  const paths = forwards.map((targets, i) => ({ name: `live/bench${i === 0 ? '' : i}`, targets }));
  writeFileSync(file, configOf({ rtmp, api, paths }));
  const child = new Child({ name: 'MediaMTX', file: mediamtxBin() ?? '', args: [file], cwd: folder });
  await until(() => accepts(rtmp), { what: 'MediaMTX listening' });
  return {
    child,
    publishUrls: paths.map(({ name }) => `rtmp://127.0.0.1:${rtmp}/${name}`),
    async ready() {
      const answer = await fetch(`http://127.0.0.1:${api}/v3/paths/get/live/bench`);
      return answer.ok && ((await answer.json()) as { ready: boolean }).ready;
    },
  };
}

interface Configuration {
  rtmp: number;
  api: number;
  paths: { name: string; targets: string[] }[];
}

function configOf({ rtmp, api, paths }: Configuration): string {
  const off = ['rtsp', 'hls', 'webrtc', 'srt', 'moq'].map((name) => `${name}: no`);
  const lines = [
    'logLevel: warn',
    'api: yes',
    `apiAddress: 127.0.0.1:${api}`,
    'rtmp: yes',
    `rtmpAddress: 127.0.0.1:${rtmp}`,
    ...off,
    'paths:',
    ...paths.flatMap(({ name, targets }) => [
      `  ${name}:`,
      ...(targets.length > 0 ? ['    forward:', ...targets.map((dest) => `      - dest: ${dest}`)] : []),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
