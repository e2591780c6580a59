import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '@neustream/shared/node/child.ts';
import { freePorts } from '@neustream/shared/node/ports.ts';
import { until } from '@neustream/shared/node/wait.ts';
import { accepts } from './listeners.ts';
import { mediamtxBin } from './tools.ts';

/** Why MediaMTX does not run on this machine; undefined when it does. */
export function mediamtxMissing(): string | undefined {
  if (mediamtxBin() !== undefined) return undefined;
  return 'MediaMTX is not installed (npm run doctor says how to get it)';
}

export interface PlainMediamtx {
  child: Child;
  /** RTMP server address, without a path. */
  address: string;
  /** Whether the stream of a path can be read. */
  ready(path: string): Promise<boolean>;
}

/**
 * MediaMTX as anyone would run it: RTMP and its API on loopback, everything else off.
 * @param folder own folder for its configuration
 * @param paths lines of its configuration below `paths:`
 */
export async function startPlainMediamtx(folder: string, paths: readonly string[]): Promise<PlainMediamtx> {
  const [rtmp = 0, api = 0] = await freePorts(2);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'mediamtx.yml');
  writeFileSync(file, configOf({ rtmp, api, paths }));
  const child = new Child({ name: 'MediaMTX', file: mediamtxBin() ?? '', args: [file], cwd: folder });
  await until(() => accepts(rtmp), { what: 'MediaMTX listening' });
  return {
    child,
    address: `rtmp://127.0.0.1:${rtmp}`,
    async ready(path) {
      const answer = await fetch(`http://127.0.0.1:${api}/v3/paths/get/${path}`);
      return answer.ok && ((await answer.json()) as { ready: boolean }).ready;
    },
  };
}

function configOf({ rtmp, api, paths }: { rtmp: number; api: number; paths: readonly string[] }): string {
  const off = ['rtsp', 'hls', 'webrtc', 'srt', 'moq'].map((name) => `${name}: no`);
  const lines = [
    'logLevel: warn',
    'api: yes',
    `apiAddress: 127.0.0.1:${api}`,
    'rtmp: yes',
    `rtmpAddress: 127.0.0.1:${rtmp}`,
    ...off,
    'paths:',
    ...paths.map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}
