import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '@neustream/shared/node/pids.ts';
import { freePort } from '@neustream/shared/node/ports.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger } from '../../build/kit/ledger.ts';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { NodeProcess } from '../testing/node-process.ts';
import { type PlannedSession, planSession } from '../testing/plan.ts';
import { readLaneStates } from './edge/state-file.ts';
import { laneReports } from './testing/lane-probe.ts';
import { SmallEncoder } from './testing/small-encoder.ts';

const SOON = { timeout: 20_000, interval: 10 };

describe('lanes whose control process ends', () => {
  const owned: AsyncDisposable[] = [];
  const ledger = new Ledger();
  let api: FakeApi;
  let platform: ScriptedPlatform;
  let node: NodeProcess;
  let session: PlannedSession;
  let encoder: SmallEncoder;

  beforeEach(async () => {
    api = await FakeApi.start();
    platform = await ScriptedPlatform.start({ onMedia: ledger.onMedia });
    node = await NodeProcess.start(api.url, { INGEST: 'builtin', LANES: '2' });
    session = planSession([platform.address]);
    await node.put(session.plan);
    encoder = new SmallEncoder(() => node.endpoints?.rtmp, session);
    owned.push(encoder, node, platform, api);
    await publishing();
  });
  afterEach(async () => {
    for (const one of owned.splice(0)) await one[Symbol.asyncDispose]();
  });

  const facts = () => api.session(session.plan.sessionId);
  const publishing = () =>
    vi.waitFor(() => {
      expect(facts()?.ingest.status).toBe('publishing');
      expect(platform.current).toHaveLength(1);
    }, SOON);
  const more = async (pictures: number) => {
    const [publish] = platform.streams;
    const before = ledger.pictures(publish!);
    await vi.waitFor(() => expect(ledger.pictures(publish!)).toBeGreaterThan(before + pictures), SOON);
  };
  /** The platform has had one publish, and all of its pictures. */
  const nothingLost = () => {
    expect(platform.streams).toHaveLength(1);
    expect(platform.streams[0]).toMatchObject({ endedAt: null, backwards: 0 });
  };
  const restart = async () => {
    const seen = api.snapshots.length;
    await node.start();
    await vi.waitFor(() => expect(api.snapshots.length).toBeGreaterThan(seen), SOON);
  };
  const reports = () => laneReports(node.settings.DATA_DIR ?? '', node.settings.MEDIA_NODE_TOKEN ?? '');
  const end = () => node.put({ ...session.plan, version: 99, desired: 'ended', endReason: 'USER_ENDED' });

  it('go on sending, and are known to the next one', async () => {
    const { runId } = facts()!;
    await node.end('SIGKILL');
    await more(50);
    await restart();
    await publishing();
    await more(10);
    nothingLost();
    expect(ledger.videoGap(platform.streams[0]!).mediaMs).toBeLessThan(100);
    expect(facts()?.runId).toBe(runId);
    expect(facts()?.events.map(({ kind }) => kind)).toEqual([
      'encoder.connected',
      'relay.connecting',
      'relay.live',
    ]);
    await end();
    await vi.waitFor(() => expect(facts()?.endedReason).toBe('USER_ENDED'), SOON);
  });

  it('take an encoder back that returns meanwhile, at the latest when there is a control process again', async () => {
    const { runId } = facts()!;
    await node.end('SIGKILL');
    await encoder.disconnect();
    encoder.connect();
    // The next one answers elsewhere.
    node.settings.MEDIA_CONTROL_PORT = String(await freePort());
    await restart();
    await publishing();
    await more(50);
    nothingLost();
    await end();
    await vi.waitFor(() => expect(facts()).toMatchObject({ runId, endedReason: 'USER_ENDED' }), SOON);
  });

  it('are told to end if the next one cannot know them, and their sessions go on in others', async () => {
    const states = join(node.settings.DATA_DIR ?? '', 'media', 'lanes');
    const { runId } = facts()!;
    const lane = readLaneStates(states).find(({ state }) => state.laneId === runId);
    await node.end('SIGKILL');
    rmSync(lane?.file ?? '');
    await restart();
    await vi.waitFor(() => expect(isRunning(lane?.state.pid ?? 0)).toBe(false), SOON);
    await vi.waitFor(() => expect(facts()?.runId).not.toBe(runId), SOON);
    await publishing();
  });

  it('that are more than the settings want end when they are empty', async () => {
    const { runId } = facts()!;
    await node.end('SIGKILL');
    node.settings.LANES = '1';
    await restart();
    await vi.waitFor(
      () => expect(api.latest?.lanes).toMatchObject([{ id: runId, state: 'running', sessions: 1 }]),
      SOON,
    );
    await more(10);
    nothingLost();
  });

  it('of another version end with their last session, and new ones take what is new', async () => {
    const old = (await reports()).map(({ pid }) => pid);
    const { runId } = facts()!;
    await node.end('SIGHUP');
    node.settings.MOST_LAG_MS = '4000';
    await restart();
    await vi.waitFor(() => {
      const states = api.latest?.lanes.map(({ state }) => state).sort();
      expect(states).toEqual(['draining', 'running', 'running']);
    }, SOON);
    const alive = () => old.filter((pid) => existsSync(`/proc/${pid}`));
    await vi.waitFor(() => expect(alive()).toHaveLength(1), SOON);
    // Only new lanes listen, and they hand it over.
    await encoder.disconnect();
    await vi.waitFor(() => expect(facts()?.ingest.status).toBe('gone'), SOON);
    encoder.connect();
    await publishing();
    await more(25);
    nothingLost();
    expect(facts()?.runId).toBe(runId);
    const other = planSession([platform.address]);
    await node.put(other.plan);
    await vi.waitFor(() => expect(api.session(other.plan.sessionId)).toBeDefined(), SOON);
    expect(api.session(other.plan.sessionId)?.runId).not.toBe(runId);
    await end();
    api.wanted = [other.plan.sessionId];
    await vi.waitFor(
      () => expect(api.latest?.lanes.map(({ state }) => state)).toEqual(['running', 'running']),
      SOON,
    );
    await vi.waitFor(() => expect(alive()).toEqual([]), SOON);
  });

  it('of a drained node carry on what is live, and the node ends with it', async () => {
    process.kill(node.pid, 'SIGUSR2');
    await vi.waitFor(() => expect(api.latest?.draining).toBe(true), SOON);
    await encoder.disconnect();
    await vi.waitFor(() => expect(facts()?.ingest.status).toBe('gone'), SOON);
    encoder.connect();
    await publishing();
    await more(25);
    nothingLost();
    await using _stranger = new SmallEncoder(() => node.endpoints?.rtmp, planSession([]));
    await vi.waitFor(() => expect(node.output.join('')).toContain('DRAINING'), SOON);
    expect(api.publishAsks).toEqual([]);
    const processes = node.processes().map(({ pid }) => pid);
    await end();
    api.wanted = [];
    for (const pid of processes) await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), SOON);
    expect(node.exitCode).toBe(0);
  });
});
