import { join } from 'node:path';
import type { PlanCode } from '@neustream/shared/billing/limits.ts';
import { ffmpegBin, mediamtxBin } from './tools.ts';

export type StackPlan = PlanCode;
export type IngestChoice = 'auto' | 'mediamtx' | 'builtin';

interface EnvironmentParts {
  folder: string;
  ports: number[];
  ingest: IngestChoice | undefined;
  plan: StackPlan;
  caFile: string;
}

const PORT_SETTINGS = [
  'PORT',
  'METRICS_PORT',
  'POSTGRES_PORT',
  'MEDIA_CONTROL_PORT',
  'RTMP_PORT',
  'RTMPS_PORT',
  'SRT_PORT',
  'HLS_PORT',
  'WEBRTC_PORT',
  'WEBRTC_UDP_PORT',
  'MEDIAMTX_API_PORT',
] as const;

/** Settings of both processes for a stack of its own: loopback, free ports, own folder, local platforms allowed. */
export function stackEnvironment({
  folder,
  ports,
  ingest,
  plan,
  caFile,
}: EnvironmentParts): NodeJS.ProcessEnv {
  const mediamtx = ingest === 'builtin' ? undefined : mediamtxBin();
  return {
    ...Object.fromEntries(PORT_SETTINGS.map((name, index) => [name, String(ports[index])])),
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    SERVER_URL: `http://127.0.0.1:${ports[0]}`,
    DATA_DIR: join(folder, 'data'),
    // A setting of the surroundings must not lead a throw-away stack to a real database or open its ports.
    DATABASE_URL: '',
    PUBLIC_URL: '',
    MEDIA_HOST: '127.0.0.1',
    MEDIA_NODE_TOKEN: '',
    ...(ingest === undefined ? {} : { INGEST: ingest }),
    ...(mediamtx === undefined ? {} : { MEDIAMTX_BIN: mediamtx }),
    FFMPEG_BIN: ffmpegBin(),
    ALLOW_PRIVATE_DESTINATIONS: 'true',
    DESTINATION_CA_FILE: caFile,
    DEFAULT_PLAN: plan,
    RATE_LIMIT_FACTOR: '1000',
    LOG_LEVEL: 'info',
  };
}
