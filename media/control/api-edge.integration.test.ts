import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startEncoder } from '../../build/kit/encoders/encoder.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { planSession } from '../testing/plan.ts';
import { TestNode } from '../testing/test-node.ts';

const SOON = { timeout: 10_000, interval: 20 };

describe('a media node and its API', () => {
  let node: TestNode;
  let platform: ScriptedPlatform;

  beforeEach(async () => {
    node = await TestNode.start({ INGEST: 'builtin' });
    platform = await ScriptedPlatform.start();
  });
  afterEach(async () => {
    await node[Symbol.asyncDispose]();
    await platform[Symbol.asyncDispose]();
  });

  it('opens a session by publishing when the API allows it', async () => {
    const session = planSession([platform.address]);
    node.api.publishAnswer = { allowed: true, plan: session.plan };
    await using _encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(platform.current).toHaveLength(1), SOON);
    expect(node.api.publishAsks).toEqual([
      expect.objectContaining({ publicId: session.plan.publicId, keyHash: session.plan.publishKeyHashes[0] }),
    ]);
    expect(JSON.stringify(node.api.publishAsks)).not.toContain(session.key);
  });

  it('keeps sending while the API is away, and delivers what happened when it is back', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    await using _encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(
      () => expect(node.api.session(session.plan.sessionId)?.relays[0]?.status).toBe('LIVE'),
      SOON,
    );
    node.api.away = true;
    platform.disconnectAll();
    await vi.waitFor(() => expect(platform.streams).toHaveLength(2), SOON);
    node.api.away = false;
    await vi.waitFor(() => {
      const kinds = node.api.session(session.plan.sessionId)?.events.map((event) => event.kind);
      expect(kinds).toEqual([
        'encoder.connected',
        'relay.connecting',
        'relay.live',
        'relay.failed',
        'relay.live',
      ]);
    }, SOON);
  });

  it('lets go of a session that the API no longer wants held', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    const encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(() => expect(platform.current).toHaveLength(1), SOON);
    node.api.wanted = [];
    await encoder.exited;
    await vi.waitFor(() => expect(platform.current).toHaveLength(0), SOON);
    await vi.waitFor(() => expect(node.api.latest?.sessions).toEqual([]), SOON);
  });

  it('ignores a plan that is older than the one it holds', async () => {
    const session = planSession([platform.address], { version: 5 });
    await node.put(session.plan);
    await node.put({ ...session.plan, version: 4, desired: 'ended', endReason: 'USER_ENDED' });
    await vi.waitFor(() => expect(node.api.session(session.plan.sessionId)?.version).toBe(5), SOON);
    expect(node.node.snapshot().sessions[0]?.endedReason).toBeNull();
  });

  it('obeys pause, resume, add, remove and a new key while live, without disturbing the others', async () => {
    const session = planSession([platform.address, platform.address]);
    const [steady, other] = session.plan.destinations;
    if (steady === undefined || other === undefined) throw new Error('two destinations were planned');
    await node.put(session.plan);
    await using _encoder = startEncoder({ url: node.rtmpUrl(session) });
    const open = () => platform.current.map(({ key }) => key).sort();
    let version = 1;
    const plan = async (destinations: (typeof steady)[], keys: string[]) => {
      version += 1;
      await node.put({ ...session.plan, version, destinations });
      await vi.waitFor(() => expect(open()).toEqual([...keys].sort()), SOON);
    };
    await vi.waitFor(() => expect(open()).toHaveLength(2), SOON);
    await plan([steady, { ...other, desired: 'pause' }], [steady.streamKey]);
    await plan([steady, other], [steady.streamKey, other.streamKey]);
    await plan([steady, { ...other, streamKey: 'another' }], [steady.streamKey, 'another']);
    await plan([steady], [steady.streamKey]);
    await plan([steady, other], [steady.streamKey, other.streamKey]);
    expect(platform.streams.filter(({ key }) => key === steady.streamKey)).toHaveLength(1);
  });
});
