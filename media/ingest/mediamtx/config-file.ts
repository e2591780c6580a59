/** Ports that MediaMTX listens on, all chosen before it starts. */
export interface MediamtxPorts {
  rtmp: number;
  /** Null: no RTMPS. */
  rtmps: number | null;
  srt: number;
  hls: number;
  webrtc: number;
  webrtcUdp: number;
  webrtcTcp: number;
  api: number;
  /** Loopback only; FFmpeg reads here. */
  rtsp: number;
}

export interface MediamtxConfigOptions {
  host: string;
  publicHost: string;
  ports: MediamtxPorts;
  tls: { certFile: string; keyFile: string } | null;
  /** Whether encoders may use RTMP here; otherwise only we do, over loopback. */
  takesRtmp: boolean;
  /** Our callback that decides who may publish, play and use the API. */
  authAddress: string;
  pagesOrigin: string;
  /** Path of the MediaMTX program itself: see `runOnDemand` below. */
  binary: string;
}

const LOOPBACK = '127.0.0.1';

/**
 * MediaMTX's whole configuration. Everything we do not need is off; it contains no user's key.
 *
 * `runOnDemand` makes a reader that comes before its publisher wait instead of being refused, until just before the
 * publisher's first frames are played. That is what makes going live quick with an ingest that keeps no group of
 * pictures. The command itself does nothing useful: it is MediaMTX printing its version.
 *
 * @see https://mediamtx.org/docs/references/configuration-file
 */
export function mediamtxConfig(options: MediamtxConfigOptions): Record<string, unknown> {
  const { host, ports, tls, takesRtmp } = options;
  const at = (port: number) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const open = host === '0.0.0.0' || host === '::';
  return {
    logLevel: 'info',
    logDestinations: ['stdout'],
    // Two seconds of a publisher's frames are played at once: they must fit into a reader's queue.
    writeQueueSize: 4096,
    authMethod: 'http',
    authHTTPAddress: options.authAddress,
    // Nothing is exempt: otherwise any user of the machine could use its API to have commands run.
    authHTTPExclude: [],
    api: true,
    apiAddress: `${LOOPBACK}:${ports.api}`,
    apiAllowOrigins: [],
    metrics: false,
    pprof: false,
    playback: false,
    moq: false,
    rtsp: true,
    rtspTransports: ['tcp'],
    rtspEncryption: 'no',
    rtspAddress: `${LOOPBACK}:${ports.rtsp}`,
    rtmp: true,
    rtmpAddress: takesRtmp ? at(ports.rtmp) : `${LOOPBACK}:${ports.rtmp}`,
    ...(tls === null || ports.rtmps === null
      ? { rtmpEncryption: 'no' }
      : {
          rtmpEncryption: 'optional',
          rtmpsAddress: at(ports.rtmps),
          rtmpServerCert: tls.certFile,
          rtmpServerKey: tls.keyFile,
        }),
    hls: true,
    hlsAddress: at(ports.hls),
    ...https(tls, 'hls'),
    hlsAllowOrigins: [options.pagesOrigin],
    hlsVariant: 'lowLatency',
    hlsAlwaysRemux: false,
    webrtc: true,
    webrtcAddress: at(ports.webrtc),
    ...https(tls, 'webrtc'),
    webrtcAllowOrigins: [options.pagesOrigin],
    webrtcLocalUDPAddress: at(ports.webrtcUdp),
    webrtcLocalTCPAddress: at(ports.webrtcTcp),
    webrtcIPsFromInterfaces: open,
    webrtcAdditionalHosts: [options.publicHost],
    srt: true,
    srtAddress: at(ports.srt),
    pathDefaults: {
      source: 'publisher',
      overridePublisher: false,
      record: false,
      runOnDemand: `${quote(options.binary)} --version`,
      runOnDemandRestart: false,
      runOnDemandStartTimeout: '30s',
      runOnDemandCloseAfter: '1s',
    },
    // The second is refused by our callback: MediaMTX writes paths that it does not know into its log, and there is a key
    // in this one.
    paths: { '~^live/[a-z0-9]{6,40}$': {}, '~^live/[a-z0-9]{6,40}/.+$': {} },
  };
}

/** Whether a listener speaks HTTPS. MediaMTX notices by itself when the files are replaced. */
function https(tls: MediamtxConfigOptions['tls'], listener: 'hls' | 'webrtc'): Record<string, unknown> {
  const files =
    tls === null ? {} : { [`${listener}ServerCert`]: tls.certFile, [`${listener}ServerKey`]: tls.keyFile };
  return { [`${listener}Encryption`]: tls !== null, ...files };
}

/** MediaMTX splits commands as a shell does, without running one. */
function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
