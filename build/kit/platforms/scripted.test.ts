import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthority, createUntrustedCertificate, type TestAuthority } from '../certificates.ts';
import { TYPE } from '../rtmp/chunks.ts';
import { PublishingConnection } from '../rtmp/publishing.ts';
import { ScriptedPlatform } from './scripted.ts';

const header = Buffer.from([0x17, 0, 0, 0, 0, 1]);
const keyFrame = Buffer.concat([Buffer.from([0x17, 1, 0, 0, 0]), Buffer.alloc(20_000, 7)]);
const frame = Buffer.concat([Buffer.from([0x27, 1, 0, 0, 0]), Buffer.alloc(5_000, 7)]);

async function publish(platform: ScriptedPlatform): Promise<PublishingConnection> {
  const connection = await PublishingConnection.open(`${platform.address}/some-key`);
  connection.send(TYPE.video, 0, header);
  connection.send(TYPE.video, 0, keyFrame);
  connection.send(TYPE.audio, 5, Buffer.from([0xaf, 1, 1, 2, 3]));
  connection.send(TYPE.video, 33, frame);
  return connection;
}

function closing({ socket }: PublishingConnection): Promise<void> {
  return new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));
}

describe('a platform that behaves well', () => {
  it('counts every byte of sound and picture that was published to it', async () => {
    await using platform = await ScriptedPlatform.start();
    const connection = await publish(platform);
    await expect.poll(() => platform.streams[0]?.lastTimestamp).toBe(33);
    expect(platform.streams[0]).toMatchObject({
      app: 'live',
      key: 'some-key',
      bytes: header.length + keyFrame.length + 5 + frame.length,
      videoMessages: 3,
      audioMessages: 1,
      beganWithKeyFrame: true,
      backwards: 0,
      endedAt: null,
    });
    connection.close();
    await expect.poll(() => platform.current).toEqual([]);
  });

  it('notices pictures that begin in the middle and time that goes backwards', async () => {
    await using platform = await ScriptedPlatform.start();
    const connection = await PublishingConnection.open(`${platform.address}/k`);
    connection.send(TYPE.video, 50, frame);
    connection.send(TYPE.video, 20, frame);
    await expect.poll(() => platform.streams[0]?.videoMessages).toBe(2);
    expect(platform.streams[0]).toMatchObject({ beganWithKeyFrame: false, backwards: 1 });
    connection.close();
  });

  it('goes away and comes back on the same port', async () => {
    await using platform = await ScriptedPlatform.start();
    const connection = await publish(platform);
    const gone = closing(connection);
    await platform.stopListening();
    await gone;
    await expect(PublishingConnection.open(`${platform.address}/k`)).rejects.toThrow('ECONNREFUSED');
    await platform.listen();
    (await publish(platform)).close();
    await expect.poll(() => platform.streams.length).toBe(2);
  });
});

describe('a platform that behaves badly', () => {
  it.each([
    [{ kind: 'reject-connect' }, 'rejected the connection'],
    [{ kind: 'reject-publish', code: 'NetStream.Publish.BadName' }, 'NetStream.Publish.BadName'],
  ] as const)('answers %o as platforms do', async (behaviour, words) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    await expect(PublishingConnection.open(`${platform.address}/k`)).rejects.toThrow(words);
    expect(platform.streams).toEqual([]);
  });

  it.each([
    { kind: 'reset', afterBytes: 1 },
    { kind: 'half-close', afterBytes: 1 },
    { kind: 'close', afterMs: 1 },
  ] as const)('ends an accepted publish by itself: %o', async (behaviour) => {
    await using platform = await ScriptedPlatform.start({ behaviour });
    const connection = await publish(platform);
    await closing(connection);
    expect(platform.publishRequests).toBe(1);
  });

  it('stops reading when frozen, until thawed', async () => {
    await using platform = await ScriptedPlatform.start({ behaviour: { kind: 'freeze', afterBytes: 1 } });
    const connection = await publish(platform);
    for (let at = 100; at < 3_000; at += 1) connection.send(TYPE.video, at, frame);
    await expect.poll(() => connection.socket.writableLength).toBeGreaterThan(0);
    platform.thaw();
    await expect.poll(() => connection.socket.writableLength).toBe(0);
    connection.close();
  });
});

describe('certificates', () => {
  let folder: string;
  let authority: TestAuthority;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neustream-ca-test-'));
    authority = await createTestAuthority(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function connectTo(platform: ScriptedPlatform, servername: string): Promise<void> {
    const ca = readFileSync(authority.caFile);
    const socket = connectTls({ host: '127.0.0.1', port: platform.port, servername, ca });
    await once(socket, 'secureConnect');
    socket.destroy();
  }

  it('of the test authority are trusted by who trusts it, for their own names', async () => {
    await using platform = await ScriptedPlatform.start({
      certificate: await authority.issue(['localhost']),
    });
    await connectTo(platform, 'localhost');
    await expect(connectTo(platform, 'elsewhere.example')).rejects.toThrow('altnames');
  });

  it('of nobody are not trusted', async () => {
    const certificate = await createUntrustedCertificate(['localhost']);
    await using platform = await ScriptedPlatform.start({ certificate });
    await expect(connectTo(platform, 'localhost')).rejects.toThrow(/self.signed/);
  });
});
