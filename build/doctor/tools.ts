import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding, Verdict } from './finding.ts';

const DEADLINE_MS = 10_000;
const run = promisify(execFile);

/** What a program printed; undefined when it does not run. */
async function printed(path: string | undefined, args: string[]): Promise<string | undefined> {
  if (!path) return undefined;
  try {
    const { stdout } = await run(path, args, { timeout: DEADLINE_MS, maxBuffer: 4_000_000 });
    return stdout;
  } catch {
    return undefined;
  }
}

function tool(name: string, verdict: Verdict, says: string, action?: string): Finding {
  return { group: 'Tools', name, verdict, says, ...(action === undefined ? {} : { action }) };
}

/** The Node that everything runs on. */
export function nodeFinding(version: string): Finding {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (major >= 24) return tool('Node', 'ok', version);
  return tool(
    'Node',
    'bad',
    version,
    'Start it with "npm run …", which runs everything on the pinned Node 24.',
  );
}

/** What FFmpeg's version line and lists say about it. */
export function ffmpegFinding(facts: {
  path: string;
  version: string;
  encoders: string;
  protocols: string;
}): Finding {
  const version = /version (\S+)/.exec(facts.version)?.[1] ?? 'of unknown version';
  const says = `${version} at ${facts.path}`;
  if (!/\blibx264\b/.test(facts.encoders)) {
    return tool('FFmpeg', 'bad', says, 'It has no libx264: install a full FFmpeg or set FFMPEG_BIN.');
  }
  if (/\bsrt\b/.test(facts.protocols)) return tool('FFmpeg', 'ok', says);
  return tool(
    'FFmpeg',
    'warn',
    says,
    'It is an old or small build (no SRT): install a current FFmpeg or set FFMPEG_BIN.',
  );
}

async function checkFfmpeg(path: string | undefined): Promise<Finding> {
  const version = await printed(path, ['-hide_banner', '-version']);
  if (path === undefined || version === undefined) {
    const says = path ? `${path} does not run` : 'not found';
    return tool(
      'FFmpeg',
      'bad',
      says,
      'Install FFmpeg (https://ffmpeg.org/download.html) or set FFMPEG_BIN.',
    );
  }
  const [encoders = '', protocols = ''] = await Promise.all([
    printed(path, ['-hide_banner', '-encoders']),
    printed(path, ['-hide_banner', '-protocols']),
  ]);
  return ffmpegFinding({ path, version, encoders, protocols });
}

/** What MediaMTX is there for, or what is missing without it. */
export function mediamtxFinding(facts: {
  path?: string;
  version?: string;
  ingest: string | undefined;
}): Finding {
  const { path, version, ingest } = facts;
  if (path && version) return tool('MediaMTX', 'ok', `${version.trim()} at ${path}, ${useOf(ingest)}`);
  const action = 'Install Go 1.26 or newer or set MEDIAMTX_BIN, then run "npm run doctor" again.';
  const says = path ? `${path} does not run` : 'not there';
  if (path || ingest === 'mediamtx') return tool('MediaMTX', 'bad', says, action);
  return tool(
    'MediaMTX',
    'warn',
    'not there: RTMP and RTMPS are taken by Neustream itself; no SRT, WHIP or preview',
    action,
  );
}

function useOf(ingest: string | undefined): string {
  if (ingest === 'builtin') return 'not used (INGEST=builtin)';
  if (ingest === 'mediamtx') return 'for all encoders and the preview';
  return 'for SRT, WHIP and the preview; RTMP is taken by Neustream itself';
}

async function checkMediamtx(env: NodeJS.ProcessEnv): Promise<Finding> {
  const path = env.MEDIAMTX_BIN;
  const version = await printed(path, ['--version']);
  return mediamtxFinding({ ...(path ? { path } : {}), ...(version ? { version } : {}), ingest: env.INGEST });
}

/** Checks the programs that the bootstrap found and named in the environment. */
export async function checkTools(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  return [
    nodeFinding(process.version),
    ...(await Promise.all([checkFfmpeg(env.FFMPEG_BIN || undefined), checkMediamtx(env)])),
  ];
}
