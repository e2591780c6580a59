import { describe, expect, it } from 'vitest';
import { afterDeath, restartPause } from './backoff.ts';
import { mediamtxConfig } from './config-file.ts';
import { mediamtxEndpoints } from './endpoints.ts';
import { publisherFacts } from './publisher.ts';

const ports = {
  rtmp: 1935,
  rtmps: 1936,
  srt: 8890,
  hls: 8888,
  webrtc: 8889,
  webrtcUdp: 8189,
  webrtcTcp: 8189,
  api: 9997,
  rtsp: 8554,
};
const options = {
  host: '127.0.0.1',
  publicHost: '127.0.0.1',
  ports,
  tls: null,
  takesRtmp: true,
  authAddress: 'http://127.0.0.1:9996/mediamtx/x',
  pagesOrigin: 'http://127.0.0.1:3000',
  binary: "/opt/it's/mediamtx",
};

describe('the configuration of MediaMTX', () => {
  it('turns off what is not needed and keeps API and RTSP on loopback', () => {
    expect(mediamtxConfig({ ...options, host: '0.0.0.0' })).toMatchObject({
      metrics: false,
      pprof: false,
      playback: false,
      moq: false,
      logLevel: 'info',
      apiAddress: '127.0.0.1:9997',
      apiAllowOrigins: [],
      rtspAddress: '127.0.0.1:8554',
      rtmpAddress: '0.0.0.0:1935',
      hlsAllowOrigins: ['http://127.0.0.1:3000'],
      webrtcAllowOrigins: ['http://127.0.0.1:3000'],
      webrtcIPsFromInterfaces: true,
      pathDefaults: { overridePublisher: false },
    });
  });

  it('has RTMPS only with a certificate', () => {
    expect(mediamtxConfig(options)).toMatchObject({ rtmpEncryption: 'no' });
    expect(mediamtxConfig({ ...options, tls: { certFile: '/c', keyFile: '/k' } })).toMatchObject({
      rtmpEncryption: 'optional',
      rtmpsAddress: '127.0.0.1:1936',
      rtmpServerCert: '/c',
      rtmpServerKey: '/k',
    });
  });

  it('keeps RTMP to ourselves where our own ingest takes it', () => {
    const own = { ...options, host: '0.0.0.0', takesRtmp: false, ports: { ...ports, rtmps: null } };
    const config = mediamtxConfig({ ...own, tls: { certFile: '/c', keyFile: '/k' } });
    expect(config).toMatchObject({ rtmpAddress: '127.0.0.1:1935', rtmpEncryption: 'no' });
    expect(config).not.toHaveProperty('rtmpsAddress');
  });

  it('quotes the one command it has', () => {
    expect(mediamtxConfig(options)).toMatchObject({
      pathDefaults: { runOnDemand: `'/opt/it'\\''s/mediamtx' --version` },
    });
  });

  it('tells encoders where to go', () => {
    expect(mediamtxEndpoints({ ...options, publicHost: '::1', ports: { ...ports, rtmps: null } })).toEqual({
      rtmp: 'rtmp://[::1]:1935/live',
      rtmps: null,
      srt: 'srt://[::1]:8890',
      whip: 'http://[::1]:8889/live',
      whep: 'http://[::1]:8889/live',
      hls: 'http://[::1]:8888/live',
      rtmpLogin: null,
      direct: null,
    });
  });
});

describe('MediaMTX with a certificate', () => {
  const tls = { certFile: '/c', keyFile: '/k' };

  it('speaks HTTPS for what browsers use', () => {
    expect(mediamtxConfig(options)).toMatchObject({ hlsEncryption: false, webrtcEncryption: false });
    expect(mediamtxConfig({ ...options, tls })).toMatchObject({
      hlsEncryption: true,
      hlsServerCert: '/c',
      hlsServerKey: '/k',
      webrtcEncryption: true,
      webrtcServerCert: '/c',
      webrtcServerKey: '/k',
    });
  });

  it('tells browsers to use HTTPS', () => {
    expect(mediamtxEndpoints({ ...options, publicHost: 'media.example', tls })).toMatchObject({
      rtmps: 'rtmps://media.example:1936/live',
      whip: 'https://media.example:8889/live',
      whep: 'https://media.example:8889/live',
      hls: 'https://media.example:8888/live',
    });
  });

  it('tells encoders of RTMP only where it takes it', () => {
    const own = { ...options, takesRtmp: false, ports: { ...ports, rtmps: null } };
    expect(mediamtxEndpoints(own)).toMatchObject({ rtmp: null, rtmps: null, srt: 'srt://127.0.0.1:8890' });
  });

  it('offers media over TCP where UDP is blocked', () => {
    expect(mediamtxConfig(options)).toMatchObject({ webrtcLocalTCPAddress: '127.0.0.1:8189' });
  });
});

describe('a MediaMTX that dies', () => {
  it('is started again soon, and later with growing pauses of at most ten seconds', () => {
    expect([1, 2, 3, 8, 100].map(restartPause)).toEqual([100, 200, 400, 10_000, 10_000]);
  });

  it('counts as sound again after a long life', () => {
    expect(afterDeath({ count: 4, startedAt: 0 }, 5000)).toBe(5);
    expect(afterDeath({ count: 4, startedAt: 0 }, 30_000)).toBe(1);
  });
});

describe('what a path says of its publisher', () => {
  it('is put into our words', () => {
    const path = {
      name: 'live/abcdef12',
      available: true,
      source: { type: 'webRTCSession', id: 'x' },
      tracks2: [
        { codec: 'Opus', codecProps: null },
        { codec: 'H264', codecProps: { width: 1280, height: 720 } },
        { codec: 'KLV', codecProps: null },
      ],
      inboundBytes: 7,
      readers: [],
    };
    expect(publisherFacts(path, 'Chromium')).toEqual({
      protocol: 'whip',
      encoder: 'Chromium',
      videoCodec: 'avc1',
      audioCodec: 'Opus',
      width: 1280,
      height: 720,
      bytesReceived: 7,
    });
  });
});
