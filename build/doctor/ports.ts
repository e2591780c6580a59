import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { MediaConfig } from '../../media/config.ts';
import type { ServerConfig } from '../../server/config.ts';
import type { Finding } from './finding.ts';

/** A port that the product wants to listen on. */
export interface WantedPort {
  setting: string;
  what: string;
  kind: 'tcp' | 'udp';
  host: string;
  port: number;
}

/** The outcome of trying to listen: `free`, or the system's error code. */
export type PortState = 'free' | 'EADDRINUSE' | 'EACCES' | 'EADDRNOTAVAIL' | (string & {});

const LOOPBACK = '127.0.0.1';

/** Every port of a running installation; 0 means any free one and needs no check. */
export function wantedPorts(
  server: ServerConfig | undefined,
  media: MediaConfig | undefined,
  withMediamtx: boolean,
): WantedPort[] {
  const tcp = (setting: string, what: string, host: string, port: number): WantedPort => {
    return { setting, what, kind: 'tcp', host, port };
  };
  const ports: WantedPort[] = [];
  if (server) {
    ports.push(tcp('PORT', 'API, pages and sockets', server.host, server.port));
    ports.push(tcp('METRICS_PORT', 'metrics', LOOPBACK, server.metricsPort));
    if (server.databaseUrl === null) {
      ports.push(tcp('POSTGRES_PORT', 'embedded database', LOOPBACK, server.postgresPort));
    }
  }
  if (media) {
    ports.push(tcp('MEDIA_CONTROL_PORT', 'media control', media.controlHost, media.controlPort));
    ports.push(tcp('RTMP_PORT', 'RTMP ingest', media.host, media.ports.rtmp));
    ports.push(tcp('DIRECT_PORT', 'ingest for pages', media.host, media.directPort));
    if (media.tls) ports.push(tcp('RTMPS_PORT', 'RTMPS ingest', media.host, media.ports.rtmps));
    if (withMediamtx) ports.push(...mediamtxPorts(media));
  }
  return ports.filter(({ port }) => port !== 0);
}

function mediamtxPorts({ host, ports }: MediaConfig): WantedPort[] {
  return [
    { setting: 'SRT_PORT', what: 'SRT ingest', kind: 'udp', host, port: ports.srt },
    { setting: 'HLS_PORT', what: 'HLS playback', kind: 'tcp', host, port: ports.hls },
    { setting: 'WEBRTC_PORT', what: 'WHIP and WHEP', kind: 'tcp', host, port: ports.webrtc },
    { setting: 'WEBRTC_UDP_PORT', what: 'WHIP and WHEP media', kind: 'udp', host, port: ports.webrtcUdp },
    { setting: 'WEBRTC_TCP_PORT', what: 'WHIP and WHEP media', kind: 'tcp', host, port: ports.webrtcTcp },
    { setting: 'MEDIAMTX_API_PORT', what: 'MediaMTX API', kind: 'tcp', host: LOOPBACK, port: ports.api },
  ];
}

/**
 * What one port's state means.
 * @param running process id of our own product running on this data folder, whose ports are in use as they should be
 */
export function portFinding(wanted: WantedPort, state: PortState, running: number | undefined): Finding {
  const { setting, what, kind, host, port } = wanted;
  const name = `${port}/${kind} ${what}`;
  const bad = (says: string, action: string): Finding => ({
    group: 'Ports',
    name,
    verdict: 'bad',
    says,
    action,
  });
  if (state === 'free') return { group: 'Ports', name, verdict: 'ok', says: `free on ${host}` };
  if (state === 'EADDRINUSE' && running !== undefined) {
    return {
      group: 'Ports',
      name,
      verdict: 'ok',
      says: `in use by Neustream Studio itself (process ${running})`,
    };
  }
  if (state === 'EADDRINUSE') return bad('taken by another program', `Stop that program or set ${setting}.`);
  if (state === 'EACCES') return bad('not allowed for this user', `Set ${setting} to a port above 1023.`);
  if (state === 'EADDRNOTAVAIL')
    return bad(`${host} is not an address of this machine`, 'Correct HOST or MEDIA_HOST.');
  return bad(`cannot be listened on (${state})`, `Set ${setting} to another port.`);
}

/** Two settings that ask for the same port. */
export function clashes(ports: readonly WantedPort[]): Finding[] {
  return ports.flatMap((one, index) =>
    ports
      .slice(index + 1)
      .filter((other) => other.port === one.port && other.kind === one.kind)
      .map((other) => ({
        group: 'Ports' as const,
        name: `${one.port}/${one.kind}`,
        verdict: 'bad' as const,
        says: `wanted by both ${one.setting} and ${other.setting}`,
        action: `Set ${other.setting} to another port.`,
      })),
  );
}

/** Tries to listen and stops at once. */
export function probePort({ kind, host, port }: WantedPort): Promise<PortState> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    if (kind === 'udp') {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      socket.once('error', failed);
      socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('free')));
      return;
    }
    const server = createServer();
    server.once('error', failed);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });
}
