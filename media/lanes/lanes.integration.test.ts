import { rm } from 'node:fs/promises';
import { isRunning } from '@neustream/shared/node/pids.ts';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Ledger } from '../../build/kit/ledger.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { readMediaConfig } from '../config.ts';
import { startMediaNode } from '../media-node.ts';
import { type PlannedSession, planSession } from '../testing/plan.ts';
import { TestNode, testSettings } from '../testing/test-node.ts';
import { laneReports } from './testing/lane-probe.ts';
import { SmallEncoder } from './testing/small-encoder.ts';

const SOON = { timeout: 15_000, interval: 10 };
/** The kernel deals encoders out at random: in so many tries each of two lanes gets one, but for once in a million. */
const TRIES = 20;

describe('the lanes of a node', () => {
  const owned = new AsyncDisposableStack();
  const ledger = new Ledger();
  let node: TestNode;
  let platform: ScriptedPlatform;

  beforeAll(async () => {
    platform = owned.use(await ScriptedPlatform.start({ onMedia: ledger.onMedia }));
    node = owned.use(await TestNode.start({ INGEST: 'builtin', LANES: '2' }));
    await vi.waitFor(() => expect(lanes().every(({ state }) => state === 'running')).toBe(true), SOON);
  });
  afterAll(() => owned.disposeAsync());

  const lanes = () => node.node.snapshot().lanes;
  const reports = () => laneReports(node.config.dataDir, node.config.nodeToken?.reveal() ?? '');
  const factsOf = ({ plan }: PlannedSession) =>
    node.node.snapshot().sessions.find(({ sessionId }) => sessionId === plan.sessionId);
  const laneOf = (session: PlannedSession) => factsOf(session)?.runId;
  const publishesOf = ({ plan }: PlannedSession) =>
    platform.streams.filter(({ key }) => plan.destinations.some(({ streamKey }) => streamKey === key));
  const end = async (session: PlannedSession) => {
    await node.put({ ...session.plan, version: 99, desired: 'ended', endReason: 'USER_ENDED' });
    await vi.waitFor(() => expect(factsOf(session)?.endedReason).toBe('USER_ENDED'), SOON);
  };
  const plan = async () => {
    const session = planSession([platform.address]);
    await node.put(session.plan);
    await vi.waitFor(() => expect(laneOf(session)).toBeDefined(), SOON);
    return session;
  };
  const encode = (session: PlannedSession) => new SmallEncoder(() => node.node.endpoints.rtmp, session);
  const flowing = (session: PlannedSession) =>
    vi.waitFor(() => {
      expect(factsOf(session)?.ingest.status).toBe('publishing');
      expect(publishesOf(session).some(({ firstVideoAt }) => firstVideoAt !== null)).toBe(true);
    }, SOON);

  /** A live session in this lane. */
  async function liveIn(laneId: string): Promise<{ session: PlannedSession; encoder: SmallEncoder }> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const session = await plan();
      const encoder = encode(session);
      await flowing(session);
      if (laneOf(session) === laneId) return { session, encoder };
      await encoder[Symbol.asyncDispose]();
      await end(session);
    }
    throw new Error(`No encoder came to ${laneId}.`);
  }

  it('each get their share of the sessions', async () => {
    const sessions = [await plan(), await plan(), await plan(), await plan()];
    expect(new Set(sessions.map(laneOf)).size).toBe(2);
    for (const session of sessions) await end(session);
  });

  it('take over a session whose encoder comes to them before it has begun', async () => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const session = await plan();
      const placed = laneOf(session);
      await using _encoder = encode(session);
      await flowing(session);
      const moved = laneOf(session) !== placed;
      expect(publishesOf(session)).toHaveLength(1);
      await end(session);
      if (moved) return;
    }
    throw new Error('No session moved.');
  });

  it('hand an encoder that returns over to the lane where its session has begun', async () => {
    const session = await plan();
    await using encoder = encode(session);
    await flowing(session);
    const lane = laneOf(session);
    for (let tries = 0; tries < TRIES; tries += 1) {
      await encoder.disconnect();
      await vi.waitFor(() => expect(factsOf(session)?.ingest.status).toBe('gone'), SOON);
      encoder.connect();
      await flowing(session);
      if ((await reports()).some(({ passedOn }) => passedOn > 0)) break;
      if (tries === TRIES - 1) throw new Error('No encoder came to the other lane.');
    }
    const [publish] = publishesOf(session);
    const pictures = ledger.pictures(publish!);
    await vi.waitFor(() => expect(ledger.pictures(publish!)).toBeGreaterThan(pictures + 50), SOON);
    expect(laneOf(session)).toBe(lane);
    expect(publishesOf(session)).toEqual([publish]);
    expect(publish).toMatchObject({ endedAt: null, backwards: 0 });
    await end(session);
    await vi.waitFor(async () => {
      expect((await reports()).every(({ passedOn }) => passedOn === 0)).toBe(true);
    }, SOON);
  });

  it('die alone: what others send loses nothing, and what died goes on in another', async () => {
    const [one, other] = lanes().map(({ id }) => id);
    const dying = await liveIn(one ?? '');
    const staying = await liveIn(other ?? '');
    const [publish] = publishesOf(staying.session);
    process.kill(lanes().find(({ id }) => id === one)?.pid ?? 0, 'SIGKILL');
    const killedAt = Date.now();
    await vi.waitFor(() => {
      const back = publishesOf(dying.session).filter(({ acceptedAt }) => acceptedAt > killedAt);
      expect(back.some(({ firstVideoAt }) => firstVideoAt !== null)).toBe(true);
    }, SOON);
    await vi.waitFor(() => expect(laneOf(dying.session)).not.toBe(one), SOON);
    expect(node.node.snapshot().sessions.flatMap(({ events }) => events.map(({ kind }) => kind))).toContain(
      'node.restarted',
    );
    const pictures = ledger.pictures(publish!);
    await vi.waitFor(() => expect(ledger.pictures(publish!)).toBeGreaterThan(pictures + 25), SOON);
    expect(publishesOf(staying.session)).toEqual([publish]);
    expect(ledger.videoGap(publish!, killedAt - 1000).mediaMs).toBeLessThan(100);
    expect(factsOf(staying.session)?.events.map(({ kind }) => kind)).not.toContain('node.restarted');
    await vi.waitFor(() => expect(lanes().filter(({ state }) => state === 'running')).toHaveLength(2), SOON);
    for (const { session, encoder } of [dying, staying]) {
      await encoder[Symbol.asyncDispose]();
      await end(session);
    }
  });

  it('are killed when they hang, and their sessions go on', async () => {
    const [hanging] = lanes();
    const { session, encoder } = await liveIn(hanging?.id ?? '');
    process.kill(hanging?.pid ?? 0, 'SIGSTOP');
    await vi.waitFor(() => expect(lanes().map(({ id }) => id)).not.toContain(hanging?.id), {
      timeout: 30_000,
      interval: 50,
    });
    // One that lived on would keep its publishes, and encoders that come to its port.
    await vi.waitFor(() => expect(isRunning(hanging?.pid ?? 0)).toBe(false), SOON);
    await vi.waitFor(() => expect(laneOf(session)).not.toBe(hanging?.id), SOON);
    // It may have given up meanwhile.
    await encoder.disconnect();
    encoder.connect();
    await flowing(session);
    await encoder[Symbol.asyncDispose]();
    await end(session);
  });

  it('share their port with nobody else', async () => {
    const { port } = new URL(node.node.endpoints.rtmp ?? '');
    const settings = await testSettings(node.api.url, { INGEST: 'builtin', RTMP_PORT: port });
    const config = readMediaConfig({ env: settings, readFile: () => '' });
    const second = startMediaNode(config, pino({ level: 'silent' }));
    await expect(second).rejects.toThrow('in use by another program: set RTMP_PORT to a free port');
    await rm(config.dataDir, { recursive: true, force: true });
  });
});
