import { Secret } from '@neustream/shared/kernel/secret.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DirectPage } from '../../build/kit/encoders/direct.ts';
import { startEncoder } from '../../build/kit/encoders/encoder.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { nodeCredentials } from '../control/public.ts';
import { MediamtxApi } from '../ingest/mediamtx/api.ts';
import { previousMediamtx } from '../ingest/public.ts';
import { type PlannedSession, planSession } from '../testing/plan.ts';
import { TestNode } from '../testing/test-node.ts';

const SOON = { timeout: 15_000, interval: 50 };
/** A player that left is noticed after ten seconds, and some more pass in case it returns. */
const LEFT = { timeout: 40_000, interval: 200 };

describe('watching a session of our own ingest', () => {
  let node: TestNode;
  let platform: ScriptedPlatform;
  let mediamtx: MediamtxApi;

  beforeAll(async () => {
    node = await TestNode.start({ INGEST: 'auto' });
    platform = await ScriptedPlatform.start();
    const state = previousMediamtx(`${node.config.dataDir}/media`);
    const { mediamtxApi } = nodeCredentials(node.config.nodeToken ?? new Secret(''));
    mediamtx = new MediamtxApi(state?.ports.api ?? 0, mediamtxApi);
  });
  afterAll(async () => {
    await node?.[Symbol.asyncDispose]();
    await platform?.[Symbol.asyncDispose]();
  });

  const facts = ({ plan: { sessionId } }: PlannedSession) => node.api.session(sessionId);
  const pathOf = ({ plan }: PlannedSession) => mediamtx.path(`live/${plan.publicId}`);
  const playlist = ({ plan }: PlannedSession, token: string) =>
    fetch(`${node.node.endpoints.hls}/${plan.publicId}/index.m3u8?token=${token}`);
  const live = async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    const encoder = startEncoder({ url: node.rtmpUrl(session) });
    await vi.waitFor(
      () => expect(facts(session)?.relays.map(({ status }) => status)).toEqual(['LIVE']),
      SOON,
    );
    return { session, encoder };
  };

  it('brings it to MediaMTX for as long as somebody is there, and no destination notices', async () => {
    const { session, encoder } = await live();
    await using _encoder = encoder;
    expect(await pathOf(session)).toBeNull();
    const began = performance.now();
    expect(await (await playlist(session, session.playToken)).text()).toContain('#EXTM3U');
    console.log(`preview over HLS after ${Math.round(performance.now() - began)} ms`);
    expect((await pathOf(session))?.source?.type).toBe('rtmpConn');
    expect(facts(session)?.relays).toHaveLength(1);
    await vi.waitFor(async () => expect(await pathOf(session)).toBeNull(), LEFT);
    expect(facts(session)?.ingest).toMatchObject({ status: 'publishing', protocol: 'rtmp' });
    expect(platform.streams).toHaveLength(1);
    expect(facts(session)?.events.map(({ kind }) => kind)).toEqual([
      'encoder.connected',
      'relay.connecting',
      'relay.live',
    ]);
  });

  it('brings it to MediaMTX also when a page publishes it', async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    await using page = await DirectPage.hello(node.node.endpoints.direct ?? '', {
      type: 'publish',
      path: `live/${session.plan.publicId}`,
      key: session.key,
      encoder: 'Studio test',
    });
    await page.hears('admitted');
    await page.encode();
    await vi.waitFor(() => expect(facts(session)?.ingest.status).toBe('publishing'), SOON);
    expect(await (await playlist(session, session.playToken)).text()).toContain('#EXTM3U');
  });

  it('brings nothing to MediaMTX for a wrong token', async () => {
    const { session, encoder } = await live();
    await using _encoder = encoder;
    expect((await playlist(session, session.key)).status).toBe(401);
    expect(await pathOf(session)).toBeNull();
  });

  it('lets nobody publish over RTMP at MediaMTX, also with the right key', async () => {
    const { session, encoder } = await live();
    await using _encoder = encoder;
    const port = previousMediamtx(`${node.config.dataDir}/media`)?.ports.rtmp;
    const other = startEncoder({
      url: `rtmp://127.0.0.1:${port}/live/${session.plan.publicId}?key=${session.key}`,
    });
    await other.exited;
    expect(await pathOf(session)).toBeNull();
  });

  it('ends with the encoder', async () => {
    const { session, encoder } = await live();
    await playlist(session, session.playToken);
    await encoder[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect((await pathOf(session))?.available ?? false).toBe(false), SOON);
  });
});
