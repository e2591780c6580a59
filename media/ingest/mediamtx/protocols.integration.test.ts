import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../../../build/kit/encoders/encoder.ts';
import { ScriptedPlatform } from '../../../build/kit/platforms/scripted.ts';
import { type PlannedSession, planSession } from '../../testing/plan.ts';
import { TestNode } from '../../testing/test-node.ts';

const SOON = { timeout: 15_000, interval: 50 };

describe('what only MediaMTX offers', () => {
  let node: TestNode;
  let platform: ScriptedPlatform;

  beforeAll(async () => {
    node = await TestNode.start({ INGEST: 'auto' });
    platform = await ScriptedPlatform.start();
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
    await using _srt = startEncoder({
      url: `${node.node.endpoints.srt}?streamid=${streamId}`,
      format: 'mpegts',
    });
    await vi.waitFor(() => {
      expect(facts(session)?.ingest).toMatchObject({
        status: 'publishing',
        protocol: 'srt',
        videoCodec: 'avc1',
      });
      expect(facts(session)?.relays[0]?.status).toBe('LIVE');
    }, SOON);
  });

  it('refuses a key that stands in the path, and writes it nowhere', async () => {
    const session = await plan();
    const path = `${session.plan.publicId}/${session.key}`;
    const answer = await fetch(`${node.node.endpoints.whip}/${path}/whip`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: 'v=0',
    });
    expect(answer.status).toBe(401);
    await using srt = startEncoder({
      url: `${node.node.endpoints.srt}?streamid=publish:live/${path}`,
      format: 'mpegts',
    });
    await srt.exited;
    const { dataDir } = node.config;
    const logs = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.log'),
    );
    expect(logs).not.toEqual([]);
    for (const name of logs) expect(readFileSync(join(dataDir, name), 'utf8')).not.toContain(session.key);
  });

  it('plays a preview over HLS with the play token only', async () => {
    const session = await plan();
    await using _encoder = startEncoder({ url: node.rtmpUrl(session) });
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
