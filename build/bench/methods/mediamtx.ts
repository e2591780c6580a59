import type { Child } from '@neustream/shared/node/child.ts';
import { startPlainMediamtx } from '../../kit/mediamtx.ts';

export interface ForwardingMediamtx {
  child: Child;
  /** One per path. */
  publishUrls: string[];
  /** Whether the first path's stream can be read. */
  ready(): Promise<boolean>;
}

/**
 * MediaMTX with a path for each session.
 * @param forwards the targets of `forward` of each path
 */
export async function startForwardingMediamtx(
  folder: string,
  forwards: string[][],
): Promise<ForwardingMediamtx> {
  const paths = forwards.map((targets, i) => ({ name: `live/bench${i === 0 ? '' : i}`, targets }));
  const lines = paths.flatMap(({ name, targets }) => [
    `${name}:`,
    ...(targets.length > 0 ? ['  forward:', ...targets.map((dest) => `    - dest: ${dest}`)] : []),
  ]);
  const { child, address, ready } = await startPlainMediamtx(folder, lines);
  return {
    child,
    publishUrls: paths.map(({ name }) => `${address}/${name}`),
    ready: () => ready('live/bench'),
  };
}
