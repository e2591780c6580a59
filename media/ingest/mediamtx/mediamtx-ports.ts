import { join } from 'node:path';
import { stopDetached } from '@neustream/shared/node/detached.ts';
import { isStillOurs } from '@neustream/shared/node/pids.ts';
import type { IngestPorts, MediaConfig } from '../../config.ts';
import { claimPorts, type PortRequest } from '../ports.ts';
import type { MediamtxPorts } from './config-file.ts';
import { type MediamtxState, readState } from './state-file.ts';

const STOP_DEADLINE_MS = 2000;
const LOOPBACK = '127.0.0.1';

/** The MediaMTX that an earlier start left running in this folder; null when there is none. */
export function previousMediamtx(folder: string): MediamtxState | null {
  const state = readState(join(folder, 'mediamtx.json'));
  return state !== null && isStillOurs(state.pid, join(folder, 'mediamtx.yml')) ? state : null;
}

/** Stops a MediaMTX that an earlier start left running, for a start that does not use it. */
export async function stopPreviousMediamtx(folder: string): Promise<void> {
  const previous = previousMediamtx(folder);
  if (previous !== null) await stopDetached(previous.pid, join(folder, 'mediamtx.yml'), STOP_DEADLINE_MS);
}

/**
 * The ports MediaMTX should use: those of the one still running if they fit the settings, so that it can be adopted;
 * otherwise the settings' own, checked to be free, with free ones where the setting is 0.
 *
 * @throws AppError `PORT_TAKEN`
 */
export async function choosePorts(
  config: MediaConfig,
  folder: string,
  takesRtmp: boolean,
): Promise<{ ports: MediamtxPorts; previous: MediamtxState | null }> {
  const previous = previousMediamtx(folder);
  if (previous !== null && fits(previous, config, takesRtmp)) return { ports: previous.ports, previous };
  if (previous !== null) await stopDetached(previous.pid, join(folder, 'mediamtx.yml'), STOP_DEADLINE_MS);
  const requests = requestsOf(config, takesRtmp);
  const claimed = await claimPorts(requests.map(({ request }) => request));
  const ports: MediamtxPorts = {
    rtmp: 0,
    rtmps: null,
    srt: 0,
    hls: 0,
    webrtc: 0,
    webrtcUdp: 0,
    webrtcTcp: 0,
    api: 0,
    rtsp: 0,
  };
  requests.forEach(({ name }, index) => {
    ports[name] = claimed[index] ?? 0;
  });
  return { ports, previous: null };
}

function fits(
  { ports, takesRtmp: took }: MediamtxState,
  { ports: wished, tls }: MediaConfig,
  takesRtmp: boolean,
): boolean {
  if (took !== takesRtmp || (ports.rtmps !== null) !== (takesRtmp && tls !== null)) return false;
  const names: (keyof IngestPorts)[] = ['srt', 'hls', 'webrtc', 'webrtcUdp', 'webrtcTcp', 'api'];
  if (takesRtmp) names.push('rtmp', 'rtmps');
  return names.every(
    (name) =>
      ports[name] !== 0 && (wished[name] === 0 || ports[name] === null || ports[name] === wished[name]),
  );
}

function requestsOf(
  { host, ports, tls }: MediaConfig,
  takesRtmp: boolean,
): { name: keyof MediamtxPorts; request: PortRequest }[] {
  const request = (
    name: keyof MediamtxPorts,
    parts: Pick<PortRequest, 'setting' | 'purpose' | 'port'> & Partial<PortRequest>,
  ) => ({ name, request: { transport: 'tcp' as const, host, ...parts } });
  return [
    takesRtmp
      ? request('rtmp', { setting: 'RTMP_PORT', purpose: 'RTMP ingest', port: ports.rtmp })
      : request('rtmp', { setting: 'DATA_DIR', purpose: 'previews', port: 0, host: LOOPBACK }),
    ...(tls === null || !takesRtmp
      ? []
      : [request('rtmps', { setting: 'RTMPS_PORT', purpose: 'RTMPS ingest', port: ports.rtmps })]),
    request('srt', { setting: 'SRT_PORT', purpose: 'SRT ingest', port: ports.srt, transport: 'udp' }),
    request('hls', { setting: 'HLS_PORT', purpose: 'HLS playback', port: ports.hls }),
    request('webrtc', { setting: 'WEBRTC_PORT', purpose: 'WHIP and WHEP', port: ports.webrtc }),
    request('webrtcUdp', {
      setting: 'WEBRTC_UDP_PORT',
      purpose: 'WebRTC media',
      port: ports.webrtcUdp,
      transport: 'udp',
    }),
    request('webrtcTcp', {
      setting: 'WEBRTC_TCP_PORT',
      purpose: 'WebRTC media',
      port: ports.webrtcTcp,
    }),
    request('api', {
      setting: 'MEDIAMTX_API_PORT',
      purpose: 'MediaMTX’s API',
      port: ports.api,
      host: LOOPBACK,
    }),
    request('rtsp', { setting: 'DATA_DIR', purpose: 'reading by FFmpeg', port: 0, host: LOOPBACK }),
  ];
}
