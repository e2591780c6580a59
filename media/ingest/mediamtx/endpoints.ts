import type { NodeEndpoints } from '@neustream/shared/contracts/media-control.ts';
import type { MediamtxConfigOptions } from './config-file.ts';

export type EndpointOptions = Pick<MediamtxConfigOptions, 'publicHost' | 'ports' | 'tls' | 'takesRtmp'>;

/**
 * The addresses at which encoders and players reach this node. The source's public id is appended with a slash (RTMP:
 * as the stream key; WHIP and WHEP: followed by `/whip` or `/whep`; HLS: by `/index.m3u8`); for SRT it goes into the
 * stream id `publish:live/<public id>:key:<secret>`.
 */
export function mediamtxEndpoints({ publicHost, ports, tls, takesRtmp }: EndpointOptions): NodeEndpoints {
  const host = publicHost.includes(':') ? `[${publicHost}]` : publicHost;
  const http = tls === null ? 'http' : 'https';
  return {
    rtmp: takesRtmp ? `rtmp://${host}:${ports.rtmp}/live` : null,
    rtmps: ports.rtmps === null ? null : `rtmps://${host}:${ports.rtmps}/live`,
    srt: `srt://${host}:${ports.srt}`,
    whip: `${http}://${host}:${ports.webrtc}/live`,
    whep: `${http}://${host}:${ports.webrtc}/live`,
    hls: `${http}://${host}:${ports.hls}/live`,
    rtmpLogin: null,
    direct: null,
  };
}
