import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { certificateFiles } from '../../build/kit/certificates.ts';
import { startEncoder } from '../../build/kit/encoders/encoder.ts';
import { SILENCE, SMALL } from '../../build/kit/encoders/presets.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { type PlannedSession, planSession } from '../testing/plan.ts';
import { TestNode } from '../testing/test-node.ts';

const SOON = { timeout: 20_000, interval: 20 };

describe.each(['mediamtx', 'builtin'] as const)('ingest by %s', (engine) => {
  let certificate: Awaited<ReturnType<typeof certificateFiles>>;
  let node: TestNode;
  let platforms: ScriptedPlatform[];

  beforeAll(async () => {
    certificate = await certificateFiles();
    platforms = [await ScriptedPlatform.start(), await ScriptedPlatform.start()];
    node = await TestNode.start({
      INGEST: engine,
      TLS_CERT_FILE: certificate.certFile,
      TLS_KEY_FILE: certificate.keyFile,
    });
  });

  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    for (const platform of platforms ?? []) await platform[Symbol.asyncDispose]();
    await certificate?.[Symbol.asyncDispose]();
  });

  async function plan(): Promise<PlannedSession> {
    const session = planSession(platforms.map((platform) => platform.address));
    expect(await node.put(session.plan)).toBe(200);
    return session;
  }

  /** Publishes to the platforms with the session's keys. */
  const publishesOf = ({ plan: { destinations } }: PlannedSession) =>
    platforms.flatMap((platform) =>
      platform.streams.filter(({ key }) => destinations.some(({ streamKey }) => streamKey === key)),
    );
  const facts = ({ plan: { sessionId } }: PlannedSession) => node.api.session(sessionId);

  async function end(session: PlannedSession): Promise<void> {
    await node.put({ ...session.plan, version: 99, desired: 'ended', endReason: 'USER_ENDED' });
    await vi.waitFor(() => expect(facts(session)?.endedReason).toBe('USER_ENDED'), SOON);
  }

  it.concurrent.each(['rtmp', 'rtmps'] as const)(
    'sends what an encoder publishes over %s to every destination',
    async (protocol) => {
      const session = await plan();
      await using _encoder = startEncoder({
        url: `${node.node.endpoints[protocol]}/${session.plan.publicId}?key=${session.key}`,
      });
      await vi.waitFor(() => {
        expect(facts(session)?.ingest).toMatchObject({
          status: 'publishing',
          protocol,
          videoCodec: 'avc1',
          width: 320,
        });
        expect(facts(session)?.relays.map((relay) => relay.status)).toEqual(['LIVE', 'LIVE']);
      }, SOON);
      await vi.waitFor(
        () => expect(publishesOf(session).every(({ bytes }) => bytes > 50_000)).toBe(true),
        SOON,
      );
      expect(publishesOf(session)).toHaveLength(2);
      await end(session);
      expect(publishesOf(session).every(({ endedAt }) => endedAt !== null)).toBe(true);
      expect(facts(session)?.relays.map((relay) => relay.reasonCode)).toEqual([
        'SESSION_ENDED',
        'SESSION_ENDED',
      ]);
    },
  );

  it.concurrent('drops the encoder when the session is ended and refuses it afterwards', async () => {
    const session = await plan();
    const first = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('publishing'), SOON);
    await end(session);
    await first.exited;
    const second = startEncoder({ url: node.rtmpUrl(session) });
    await second.exited;
    expect(second.lastOutput).not.toBe('');
  });

  it.concurrent('refuses a wrong key, which its timeline tells, and shows nothing of it', async () => {
    const session = await plan();
    const encoder = startEncoder({ url: node.rtmpUrl({ ...session, key: 'wrong' }) });
    await encoder.exited;
    expect(encoder.lastOutput).toMatch(/error/i);
    expect(facts(session)?.ingest.status).toBe('waiting');
    const refusal = { kind: 'encoder.rejected', data: { reason: 'WRONG_KEY', protocol: 'rtmp' } };
    await expect.poll(() => facts(session)?.events).toMatchObject([refusal]);
    expect(publishesOf(session)).toHaveLength(0);
  });

  it.concurrent('refuses a second publisher and keeps the first', async () => {
    const session = await plan();
    await using _first = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
    const second = startEncoder({ url: node.rtmpUrl(session) });
    await second.exited;
    // The node's report follows the refusal; the encoder has its answer first.
    await expect
      .poll(() => facts(session)?.events.map(({ kind }) => kind), SOON)
      .toContain('encoder.rejected');
    expect(facts(session)?.ingest.status).toBe('publishing');
    expect(publishesOf(session).map(({ endedAt }) => endedAt)).toEqual([null, null]);
    await end(session);
  });

  it.concurrent('says in a sentence which sound it cannot send on', async () => {
    const session = await plan();
    await using _encoder = startEncoder({
      url: node.rtmpUrl(session),
      audio: ['-c:a', 'libmp3lame', '-ar', '44100'],
    });
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('rejected'), SOON);
    expect(facts(session)?.ingest.problem).toBe(
      'The encoder sends MP3 sound. Set the encoder’s audio to AAC and start it again.',
    );
    expect(publishesOf(session)).toHaveLength(0);
    await end(session);
  });

  it.concurrent('goes on with the same session on every platform when the encoder returns', async () => {
    const session = await plan();
    const first = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.relays[1]?.status).toBe('LIVE'), SOON);
    await first[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('gone'), SOON);
    const before = publishesOf(session).map(({ bytes }) => bytes);
    await using _second = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('publishing'), SOON);
    await vi.waitFor(() => {
      publishesOf(session).forEach(({ bytes }, index) => {
        expect(bytes).toBeGreaterThan((before[index] ?? 0) + 20_000);
      });
    }, SOON);
    expect(publishesOf(session)).toHaveLength(2);
    expect(facts(session)?.events.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['encoder.connected', 'encoder.gone', 'encoder.returned']),
    );
    await end(session);
  });

  it.concurrent('adds silence to a picture without sound, and publishes anew when it returns otherwise', async () => {
    const session = await plan();
    const first = startEncoder({ url: node.rtmpUrl(session), preset: SILENCE, audio: ['-an'] });
    await vi.waitFor(() => expect(facts(session)?.relays[1]?.status).toBe('LIVE'), SOON);
    await vi.waitFor(
      () => expect(facts(session)?.ingest).toMatchObject({ silenceAdded: true, audioTracks: 0 }),
      SOON,
    );
    await vi.waitFor(
      () => expect(publishesOf(session).every(({ audioMessages }) => audioMessages > 40)).toBe(true),
      SOON,
    );
    await first[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('gone'), SOON);
    await using _second = startEncoder({
      url: node.rtmpUrl(session),
      preset: { ...SMALL, width: 480, height: 270 },
    });
    await vi.waitFor(() => expect(publishesOf(session)).toHaveLength(4), SOON);
    await vi.waitFor(
      () => expect(publishesOf(session).every(({ pictures }) => pictures > 20)).toBe(true),
      SOON,
    );
    const ended = publishesOf(session).filter(({ endedAt }) => endedAt !== null);
    expect(ended.map(({ unpublished }) => unpublished)).toEqual([true, true]);
    expect(facts(session)?.ingest).toMatchObject({ silenceAdded: false, audioTracks: 1 });
    const told = facts(session)?.events.map(({ kind }) => kind) ?? [];
    expect(told.filter((kind) => kind === 'encoder.silent' || kind === 'encoder.changed')).toEqual([
      'encoder.silent',
      'encoder.changed',
    ]);
    await end(session);
  });

  it.concurrent('ends the session by itself when the encoder stays away', async () => {
    const session = planSession([platforms[0]!.address], { graceMs: 300 });
    await node.put(session.plan);
    const encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
    await encoder[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(facts(session)?.endedReason).toBe('ENCODER_GONE'), SOON);
    expect(publishesOf(session).map(({ endedAt }) => endedAt === null)).toEqual([false]);
  });

  it.concurrent('stays up under garbage on every port', async () => {
    const { rtmp, rtmps, direct, hls, whip, srt } = node.node.endpoints;
    const ports = [rtmp, rtmps, direct, hls, whip].flatMap((url) =>
      url === null ? [] : [Number(new URL(url).port)],
    );
    await Promise.all([...ports, node.node.controlPort].map(throwGarbage));
    if (srt !== null) await throwDatagram(Number(new URL(srt).port));
    const session = await plan();
    await using _encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
    await end(session);
  });
});

async function throwGarbage(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.end(randomBytes(20_000));
  socket.resume();
  socket.setTimeout(3000, () => socket.destroy());
  await new Promise((resolve) => socket.once('close', resolve));
}

async function throwDatagram(port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.send(randomBytes(1200), port, '127.0.0.1', resolve));
  socket.close();
}
