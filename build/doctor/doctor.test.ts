import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { describe, expect, it } from 'vitest';
import { checkDatabase, databaseProblem } from './database.ts';
import { conclusion, type Finding, findingsTable, isHealthy } from './finding.ts';
import { checkFolder, folderFinding } from './folders.ts';
import { clashes, portFinding, probePort, type WantedPort, wantedPorts } from './ports.ts';
import { checkSettings } from './settings.ts';
import { ffmpegFinding, mediamtxFinding, nodeFinding } from './tools.ts';

const wanted: WantedPort = { setting: 'PORT', what: 'API', kind: 'tcp', host: '127.0.0.1', port: 3000 };

describe('the doctor on settings', () => {
  it('lists everything that is wrong, of both processes, by name', () => {
    const { findings, server, media } = checkSettings({
      PORT: 'high',
      RTMP_PORT: '70000',
      LOG_LEVEL: 'loud',
    });
    expect(findings.map(({ name }) => name).sort()).toEqual(['LOG_LEVEL', 'PORT', 'RTMP_PORT']);
    expect(findings.every(({ verdict, action }) => verdict === 'bad' && action)).toBe(true);
    expect([server, media]).toEqual([undefined, undefined]);
  });

  it('knows that an https address is production, which needs a proxy and secrets of its own', () => {
    const { findings } = checkSettings({ PUBLIC_URL: 'https://studio.example' });
    const missing = findings.filter(({ action }) => action?.includes('Needed in production'));
    expect(missing.map(({ name }) => name)).toContain('TRUST_PROXY');
    expect(missing).toHaveLength(4);
  });

  it('warns where an encrypted page would get an unencrypted preview', () => {
    const warned = (env: Record<string, string>) =>
      checkSettings(env)
        .findings.filter(({ verdict }) => verdict === 'warn')
        .map(({ name }) => name);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const secrets = { JWT_SECRET: secret, KEY_ENCRYPTION_KEY: secret, MEDIA_NODE_TOKEN: secret };
    const https = { ...secrets, PUBLIC_URL: 'https://studio.example', TRUST_PROXY: '1' };
    expect(warned(https)).toEqual(['TLS_CERT_FILE']);
    expect(warned({ ...https, INGEST: 'builtin' })).toEqual([]);
    expect(warned({ ...https, TLS_CERT_FILE: 'a.pem', TLS_KEY_FILE: 'b.pem' })).toEqual([]);
    expect(warned({ PUBLIC_URL: 'http://127.0.0.1:3000' })).toEqual([]);
  });

  it('finds nothing wrong with an empty environment', () => {
    expect(checkSettings({}).findings.map(({ verdict }) => verdict)).toEqual(['ok']);
  });
});

describe('the doctor on ports', () => {
  it('knows every port, and leaves out those of MediaMTX where there is none', () => {
    const { server, media } = checkSettings({});
    const all = wantedPorts(server, media, true).map(({ port }) => port);
    expect(all).toEqual([3000, 9464, 9996, 1935, 1937, 8890, 8888, 8889, 8189, 8189, 9997]);
    expect(wantedPorts(server, media, false).map(({ port }) => port)).toEqual([3000, 9464, 9996, 1935, 1937]);
  });

  it('says which setting moves away from a taken port', () => {
    expect(portFinding(wanted, 'EADDRINUSE', undefined)).toMatchObject({
      verdict: 'bad',
      action: 'Stop that program or set PORT.',
    });
    expect(portFinding(wanted, 'EACCES', undefined).verdict).toBe('bad');
  });

  it('does not complain about ports that the running product holds', () => {
    expect(portFinding(wanted, 'EADDRINUSE', 4242)).toMatchObject({ verdict: 'ok' });
  });

  it('sees a port that is really taken, and one that is free again', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await probePort({ ...wanted, port })).toBe('EADDRINUSE');
    await new Promise((done) => server.close(done));
    expect(await probePort({ ...wanted, port })).toBe('free');
  });

  it('notices two settings that ask for the same port, but not TCP beside UDP', () => {
    const other = { ...wanted, setting: 'METRICS_PORT' };
    expect(clashes([wanted, other])).toMatchObject([
      { verdict: 'bad', says: 'wanted by both PORT and METRICS_PORT' },
    ]);
    expect(clashes([wanted, { ...other, kind: 'udp' }])).toEqual([]);
  });
});

describe('the doctor on tools', () => {
  const facts = {
    path: '/bin/ffmpeg',
    version: 'ffmpeg version 7.1 Copyright',
    encoders: ' V libx264 ',
    protocols: 'srt',
  };

  it('wants the pinned Node', () => {
    expect([nodeFinding('v24.21.0').verdict, nodeFinding('v20.19.0').verdict]).toEqual(['ok', 'bad']);
  });

  it('wants x264 from FFmpeg and would like SRT', () => {
    expect(ffmpegFinding(facts)).toMatchObject({ verdict: 'ok', says: '7.1 at /bin/ffmpeg' });
    expect(ffmpegFinding({ ...facts, protocols: 'rtmp' }).verdict).toBe('warn');
    expect(ffmpegFinding({ ...facts, encoders: '' }).verdict).toBe('bad');
  });

  it('can do without MediaMTX unless a setting asks for it', () => {
    expect(mediamtxFinding({ path: '/m', version: 'v1.20.1\n', ingest: undefined }).says).toBe(
      'v1.20.1 at /m, for SRT, WHIP and the preview; RTMP is taken by Neustream itself',
    );
    expect(mediamtxFinding({ path: '/m', version: 'v1.20.1', ingest: 'mediamtx' }).says).toBe(
      'v1.20.1 at /m, for all encoders and the preview',
    );
    expect(mediamtxFinding({ path: '/m', version: 'v1.20.1', ingest: 'builtin' }).says).toContain('not used');
    expect(mediamtxFinding({ ingest: 'builtin' }).verdict).toBe('warn');
    expect(mediamtxFinding({ ingest: 'mediamtx' }).verdict).toBe('bad');
    expect(mediamtxFinding({ path: '/broken', ingest: undefined }).verdict).toBe('bad');
  });
});

describe('the doctor on folders', () => {
  it('tries a folder that does not exist yet and leaves nothing behind', async () => {
    const home = await mkdtemp(join(tmpdir(), 'doctor-'));
    try {
      const what = { name: 'data', path: join(home, 'not', 'there'), setting: 'DATA_DIR' };
      expect((await checkFolder(what)).says).toContain('not/there');
      expect((await checkFolder({ ...what, path: home })).verdict).not.toBe('bad');
      expect(await readdir(home)).toEqual([]);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('says what to do about one that cannot be written, and about a full disk', () => {
    const facts = { name: 'data', path: '/data', setting: 'DATA_DIR', freeMb: 50_000 };
    expect(folderFinding({ ...facts, problem: 'EROFS' })).toMatchObject({ verdict: 'bad' });
    expect(folderFinding({ ...facts, freeMb: 20 }).verdict).toBe('bad');
    expect(folderFinding({ ...facts, freeMb: 500 }).verdict).toBe('warn');
  });
});

describe('the doctor on the database', () => {
  it('says that nothing listens, without showing the password', async () => {
    const finding = await checkDatabase(new Secret('postgres://ada:canary@127.0.0.1:9/studio'));
    expect(finding).toMatchObject({
      verdict: 'bad',
      says: 'nothing is listening at the address in DATABASE_URL',
    });
    expect(JSON.stringify(finding)).not.toContain('canary');
  });

  it('tells a wrong password from a missing database', () => {
    const failed = (code: string) => databaseProblem(Object.assign(new Error('secret'), { code }));
    expect(failed('28P01')).toContain('password');
    expect(failed('3D000')).toContain('does not exist');
    expect(failed('XX000')).not.toContain('secret');
  });
});

describe('the table of the doctor', () => {
  const findings: Finding[] = [
    { group: 'Tools', name: 'Node', verdict: 'ok', says: 'v24.21.0' },
    { group: 'Ports', name: '3000/tcp', verdict: 'bad', says: 'taken', action: 'Set PORT.' },
  ];

  it('groups lines and puts what to do beneath', () => {
    expect(findingsTable(findings).split('\n')).toEqual([
      'Tools',
      '  ok    Node      v24.21.0',
      '',
      'Ports',
      '  BAD   3000/tcp  taken',
      '                → Set PORT.',
    ]);
  });

  it('is healthy only when nothing is bad', () => {
    expect([isHealthy(findings), isHealthy(findings.slice(0, 1))]).toEqual([false, true]);
    expect(conclusion(findings)).toContain('1 of 2 checks');
  });
});
