import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { IngestEngine } from '@neustream/shared/contracts/media-control.ts';
import type { Secret } from '@neustream/shared/kernel/secret.ts';
import { productVersion } from '@neustream/shared/node/version.ts';
import type { MediaConfig } from './config.ts';
import { claimPorts, type EncoderPorts, holdShared, readTls } from './ingest/public.ts';
import { programHash, readLaneStates } from './lanes/public.ts';

/** Systems on which several processes may listen on one port, with the kernel dealing out connections. */
const SHARING = ['linux', 'freebsd', 'dragonfly', 'sunos', 'aix'];
/** Settings that make no difference to a lane. */
const NOT_FOR_LANES = ['LANES', 'SERVER_URL', 'MEDIA_CONTROL_HOST', 'MEDIA_CONTROL_PORT', 'LOG_LEVEL'];

/** How the lanes of a node are run. */
export interface LanePlan {
  count: number;
  sharesPorts: boolean;
  /** Of program and settings: lanes with another one are replaced. */
  fingerprint: string;
  /** Of the program, for people. */
  version: string;
}

/** What follows from settings and program for the lanes of this node. */
export function planLanes(config: MediaConfig, engine: IngestEngine, nodeToken: Secret): LanePlan {
  const program = programHash();
  const settings = Object.entries(config.given).filter(([name]) => !NOT_FOR_LANES.includes(name));
  const text = JSON.stringify([program, engine, settings.sort(), nodeToken.reveal()]);
  const sharesPorts = SHARING.includes(process.platform);
  return {
    count: sharesPorts || engine === 'mediamtx' ? config.lanes : 1,
    sharesPorts,
    fingerprint: createHash('sha256').update(text).digest('hex'),
    version: `${productVersion()}+${program.slice(0, 8)}`,
  };
}

/** Where lanes note that they run. */
export function lanesFolder(config: MediaConfig): string {
  return join(config.dataDir, 'media', 'lanes');
}

/** The port at which an earlier control process answered the lanes that it left; null when it left none. */
export function previousControlPort(config: MediaConfig): number | null {
  const [first] = readLaneStates(lanesFolder(config));
  return first === undefined ? null : Number(new URL(first.state.control).port);
}

/** Ports for lanes, kept for them until they listen. */
export interface LanePorts {
  ports: EncoderPorts;
  /** Lanes listen now, or never will. */
  release(): void;
}

/**
 * The ports at which lanes take encoders: those of lanes that run already if they fit the settings; otherwise the
 * settings' own, checked to be nobody else's, with free ones where the setting is 0. A second node on the same port
 * would otherwise share it, and get its encoders.
 * @throws AppError `PORT_TAKEN` or `TLS_FILES_UNUSABLE`
 */
export async function encoderPorts(
  config: MediaConfig,
  running: readonly EncoderPorts[],
  sharesPorts: boolean,
): Promise<LanePorts> {
  const { host, ports, directPort, tls } = config;
  if (tls !== null) readTls(tls);
  const request = (setting: string, purpose: string, port: number) => ({
    setting,
    purpose,
    transport: 'tcp' as const,
    host,
    port,
  });
  const rtmp = held(running, 'rtmp', ports.rtmp);
  const direct = held(running, 'direct', directPort);
  const rtmps = tls === null ? null : held(running, 'rtmps', ports.rtmps);
  const missing = [
    ...(rtmp === null ? [request('RTMP_PORT', 'RTMP ingest', ports.rtmp)] : []),
    ...(direct === null ? [request('DIRECT_PORT', 'ingest for pages', directPort)] : []),
    ...(rtmps === null && tls !== null ? [request('RTMPS_PORT', 'RTMPS ingest', ports.rtmps)] : []),
  ];
  const claimed = await claimPorts(missing);
  const release = sharesPorts ? await holdShared(host, claimed) : () => undefined;
  const claimedFor = (setting: string): number | null =>
    claimed[missing.findIndex((one) => one.setting === setting)] ?? null;
  return {
    ports: {
      rtmp: rtmp ?? claimedFor('RTMP_PORT'),
      rtmps: rtmps ?? claimedFor('RTMPS_PORT'),
      direct: direct ?? claimedFor('DIRECT_PORT'),
    },
    release,
  };
}

function held(running: readonly EncoderPorts[], name: keyof EncoderPorts, wished: number): number | null {
  const fits = running.find((ports) => ports[name] !== null && (wished === 0 || ports[name] === wished));
  return fits?.[name] ?? null;
}
