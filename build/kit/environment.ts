import { freePorts } from '@neustream/shared/node/ports.ts';
import { ffmpegBin, mediamtxBin } from './tools.ts';

/** Every port that a media node opens, by the name of its setting. */
export const NODE_PORTS = [
  'MEDIA_CONTROL_PORT',
  'RTMP_PORT',
  'RTMPS_PORT',
  'DIRECT_PORT',
  'SRT_PORT',
  'HLS_PORT',
  'WEBRTC_PORT',
  'WEBRTC_UDP_PORT',
  'WEBRTC_TCP_PORT',
  'MEDIAMTX_API_PORT',
] as const;

/** Every port that an API process opens. */
export const SERVER_PORTS = ['PORT', 'METRICS_PORT', 'POSTGRES_PORT'] as const;

/** Has the process pick each of these ports itself: free ones, which it reports. */
export function anyPorts(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, '0']));
}

/** Picks free ports, for what has to be at the same address again after it died. */
export async function fixedPorts(names: readonly string[]): Promise<Record<string, string>> {
  const ports = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
}

/**
 * What keeps a media node separate from everything else on this machine, and lets it send to local platforms. Later
 * settings win, so put those of the test after these.
 */
export function nodeSettings(dataDir: string): Record<string, string> {
  return {
    ...anyPorts(NODE_PORTS),
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_DESTINATIONS: 'true',
    FFMPEG_BIN: ffmpegBin(),
    MEDIAMTX_BIN: mediamtxBin() ?? '',
  };
}

/** The same for the whole product, with a plan whose limits get in nobody's way. */
export function productSettings(dataDir: string): Record<string, string> {
  return {
    ...nodeSettings(dataDir),
    ...anyPorts(SERVER_PORTS),
    HOST: '127.0.0.1',
    // Whatever an `.env` of this checkout says, a throw-away product neither finds a real database nor exposes itself.
    DATABASE_URL: '',
    PUBLIC_URL: '',
    MEDIA_NODE_TOKEN: '',
    DEFAULT_PLAN: 'business',
    RATE_LIMIT_FACTOR: '1000',
  };
}

/** What a program needs of our environment to run at all. Settings of whoever runs the tests are left out. */
export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = /^(PATH|HOME|LANG|LC_.*|TMPDIR|TERM|USER|XDG_.*|FFPROBE_BIN)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name)));
}
