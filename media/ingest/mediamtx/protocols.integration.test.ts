import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '@neustream/shared/node/find-program.ts';
import { type PipedChild, startPipedChild } from '@neustream/shared/node/piped-child.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Encoder } from '../../testing/encoder.ts';
import { Platform } from '../../testing/platform.ts';
import { type PlannedSession, planSession, TestNode } from '../../testing/test-node.ts';
import { claimPorts } from '../ports.ts';

const SOON = { timeout: 15_000, interval: 50 };

describe('what only MediaMTX offers', () => {
  let node: TestNode;
  let platform: Platform;

  beforeAll(async () => {
    node = await TestNode.start({ INGEST: 'mediamtx' });
    platform = await Platform.start();
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await platform?.[Symbol.asyncDispose]();
  });

  const facts = ({ plan: { sessionId } }: PlannedSession) => node.api.session(sessionId);
  const plan = async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    return session;
  };

  it('takes an encoder over SRT by the password in its stream id', async () => {
    const session = await plan();
    const streamId = `publish:live/${session.plan.publicId}:key:${session.key}`;
    await using _srt = await SrtEncoder.start(`${node.node.endpoints.srt}?streamid=${streamId}`);
    await vi.waitFor(() => {
      expect(facts(session)?.ingest).toMatchObject({
        status: 'publishing',
        protocol: 'srt',
        videoCodec: 'avc1',
      });
      expect(facts(session)?.relays[0]?.status).toBe('LIVE');
    }, SOON);
  });

  it('plays a preview over HLS with the play token only', async () => {
    const session = await plan();
    await using _encoder = new Encoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('publishing'), SOON);
    const page = `${node.node.endpoints.hls}/${session.plan.publicId}/index.m3u8`;
    const origin = { origin: node.api.url };
    const played = await fetch(page, {
      headers: { ...origin, authorization: `Bearer ${session.playToken}` },
    });
    expect(await played.text()).toContain('#EXTM3U');
    expect(played.headers.get('access-control-allow-origin')).toBe(node.api.url);
    expect((await fetch(`${page}?token=${session.playToken}`)).status).toBe(200);
    expect((await fetch(`${page}?token=${session.key}`)).status).toBe(401);
    const stranger = await fetch(page, { headers: { origin: 'https://evil.example' } });
    expect(stranger.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  });
});

/** An SRT encoder: a MediaMTX of its own that takes FFmpeg's RTMP and forwards it. */
class SrtEncoder {
  readonly #parts: readonly { [Symbol.asyncDispose](): Promise<void> }[];

  private constructor(parts: readonly { [Symbol.asyncDispose](): Promise<void> }[]) {
    this.#parts = parts;
  }

  static async start(dest: string): Promise<SrtEncoder> {
    const folder = await mkdtemp(join(tmpdir(), 'neustream-srt-'));
    const [port = 0] = await claimPorts([
      { setting: '', purpose: '', transport: 'tcp', host: '127.0.0.1', port: 0 },
    ]);
    const off = { rtsp: false, hls: false, webrtc: false, srt: false, moq: false };
    const config = { ...off, rtmpAddress: `127.0.0.1:${port}`, paths: { out: { forward: [{ dest }] } } };
    const file = join(folder, 'forward.yml');
    await writeFile(file, JSON.stringify(config));
    const lines: string[] = [];
    const binary = process.env.MEDIAMTX_BIN ?? findProgram('mediamtx') ?? '';
    const child: PipedChild = startPipedChild({ file: binary, args: [file], onLine: () => undefined });
    child.stdout.on('data', (bytes) => lines.push(String(bytes)));
    await vi.waitFor(() => expect(lines.join()).toContain('[RTMP] started'), SOON);
    const encoder = new Encoder({ url: `rtmp://127.0.0.1:${port}/out` });
    const forwarder = {
      async [Symbol.asyncDispose]() {
        await child.stop();
        await rm(folder, { recursive: true });
      },
    };
    return new SrtEncoder([encoder, forwarder]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const part of this.#parts) await part[Symbol.asyncDispose]();
  }
}
