import { describe, expect, it } from 'vitest';
import { readMediaConfig } from './config.ts';

const read = (env: Record<string, string>) => readMediaConfig({ env, readFile: () => 'f'.repeat(64) });

describe('the settings of a media node', () => {
  it('have presets that work on one machine', () => {
    expect(read({})).toMatchObject({
      nodeId: 'local',
      serverUrl: 'http://127.0.0.1:3000',
      pagesOrigin: 'http://127.0.0.1:3000',
      host: '127.0.0.1',
      controlPort: 9996,
      ports: {
        rtmp: 1935,
        rtmps: 1936,
        srt: 8890,
        hls: 8888,
        webrtc: 8889,
        webrtcUdp: 8189,
        webrtcTcp: 8189,
        api: 9997,
      },
      tls: null,
      allowPrivateDestinations: false,
      allowedDestinationPorts: null,
      ingest: 'auto',
      nodeToken: null,
    });
  });

  it('list every mistake at once', () => {
    expect(() => read({ RTMP_PORT: 'x', INGEST: 'srs', SERVER_URL: 'ftp://x' })).toThrow(
      /SERVER_URL.*RTMP_PORT.*INGEST/s,
    );
  });

  it('want certificate and key together, and ports as numbers', () => {
    expect(() => read({ TLS_CERT_FILE: '/c.pem' })).toThrow(
      'TLS_CERT_FILE, TLS_KEY_FILE: Set both or neither.',
    );
    expect(() => read({ ALLOWED_DESTINATION_PORTS: '1935,http' })).toThrow('ALLOWED_DESTINATION_PORTS');
    expect(read({ ALLOWED_DESTINATION_PORTS: '1935, 443' }).allowedDestinationPorts).toEqual([1935, 443]);
  });

  it('never show the token', () => {
    const config = read({ MEDIA_NODE_TOKEN_FILE: '/run/secrets/token' });
    expect(config.nodeToken?.reveal()).toBe('f'.repeat(64));
    expect(JSON.stringify(config)).not.toContain('ffff');
  });
});
