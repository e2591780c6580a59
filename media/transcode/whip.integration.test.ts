import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BrowserEncoder } from '../../build/kit/encoders/browser.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { type PlannedSession, planSession } from '../testing/plan.ts';
import { TestNode } from '../testing/test-node.ts';

const SOON = { timeout: 20_000, interval: 20 };

describe('a browser as the encoder', () => {
  let node: TestNode;
  let platform: ScriptedPlatform;
  let browser: BrowserEncoder;

  beforeAll(async () => {
    node = await TestNode.start({ INGEST: 'auto' });
    platform = await ScriptedPlatform.start();
    browser = await BrowserEncoder.start();
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await node?.[Symbol.asyncDispose]();
    await platform?.[Symbol.asyncDispose]();
  });

  const facts = ({ plan: { sessionId } }: PlannedSession) => node.api.session(sessionId);
  const publishOf = ({ plan: { destinations } }: PlannedSession) =>
    platform.streams.find(({ key }) => key === destinations[0]?.streamKey);
  const publish = ({ plan: { publicId }, key }: PlannedSession, sound: boolean) =>
    browser.publish({
      page: node.api.url,
      url: `${node.node.endpoints.whip}/${publicId}/whip`,
      token: key,
      sound,
    });

  it('reaches an RTMP platform with H.264 and AAC', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    const began = Date.now();
    await using _camera = await publish(session, true);
    await vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
    await vi.waitFor(() => expect(publishOf(session)?.codecs).toEqual(['avc1', 'mp4a']), SOON);
    console.log(
      `camera start to first media at the platform: ${Math.round((publishOf(session)?.firstVideoAt ?? 0) - began)} ms`,
    );
    expect(facts(session)?.ingest).toMatchObject({
      status: 'publishing',
      protocol: 'whip',
      videoCodec: 'avc1',
      audioCodec: 'Opus',
    });
    await vi.waitFor(() => expect(publishOf(session)?.bytes).toBeGreaterThan(200_000), SOON);
  });

  it('may send a picture without sound', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    await using _camera = await publish(session, false);
    await vi.waitFor(() => expect(publishOf(session)?.codecs).toEqual(['avc1']), SOON);
    await vi.waitFor(() => expect(facts(session)?.relays[0]?.status).toBe('LIVE'), SOON);
  });

  it('is refused with a wrong token', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    await expect(publish({ ...session, key: 'wrong' }, true)).rejects.toThrow('WHIP answered 401');
  });
});
