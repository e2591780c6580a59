import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readMediaConfig } from '../../config.ts';
import { nodeCredentials } from '../../control/credentials.ts';
import { PrivateServer } from '../../control/private-server.ts';
import { testInternals } from '../../relay/testing/internals.ts';
import { planSession } from '../../testing/plan.ts';
import { type LaneReport, laneReport, laneSession } from '../edge/contract.ts';
import { LaneClient } from '../edge/lane-client.ts';
import { readLaneStates, stateFileOf } from '../edge/state-file.ts';
import { SmallEncoder } from '../testing/small-encoder.ts';
import { Lane } from './lane.ts';
import { mayEnd } from './may-end.ts';

const SOON = { timeout: 8000, interval: 5 };
const nodeToken = new Secret('token');
const log = pino({ level: 'silent' });

describe('a lane without its control process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neustream-lane-'));
  const stateFile = stateFileOf(folder, 'lane-1');
  let reports: LaneReport[];
  let control: PrivateServer;
  let lane: Lane;

  beforeEach(async () => {
    reports = [];
    control = new PrivateServer({
      host: '127.0.0.1',
      port: 0,
      answer: async (request) => answer(request),
      log,
    });
    const url = `http://127.0.0.1:${await control.start()}`;
    const env = { DATA_DIR: folder, RTMP_PORT: '0', DIRECT_PORT: '0', ALLOW_PRIVATE_DESTINATIONS: 'true' };
    const launch = { laneId: 'lane-1', stateFile, control: url, fingerprint: 'f', version: 'v' };
    lane = new Lane(
      {
        launch: { ...launch, engine: 'builtin', sharesPorts: false },
        config: readMediaConfig({ env, readFile: () => '' }),
        nodeToken,
        internals: testInternals(),
        ffmpeg: null,
        log,
        now: Date.now,
        steady: () => performance.now(),
        random: Math.random,
      },
      { orphanAfterMs: 200 },
    );
    await lane.start();
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(0), SOON);
  });
  afterEach(async () => {
    lane.stop();
    await lane.ended;
    await control.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function answer(request: { json(limit: number): Promise<unknown>; knows(secret: Secret): boolean }) {
    if (!request.knows(nodeCredentials(nodeToken).lane)) return { status: 401 };
    const body = await request.json(1_000_000);
    const report = laneReport.safeParse(body);
    if (!report.success) return { status: 404 };
    reports.push(report.data);
    const desired = { from: 'run', version: 1, control: `http://127.0.0.1:${control.port}`, draining: false };
    const rest = { mediamtx: null, mediamtxDeaths: 0, watched: [] };
    return { status: 200, body: { desired: Object.assign(desired, rest), drop: [], storedEvents: [] } };
  }

  it('ends by itself when nothing is live', async () => {
    expect(readLaneStates(folder)).toMatchObject([{ state: { laneId: 'lane-1', pid: process.pid } }]);
    await control.stop();
    await lane.ended;
    expect(existsSync(stateFile)).toBe(false);
  });

  it('stays while an encoder publishes, and ends after it has gone', async () => {
    const session = planSession([]);
    const calls = new LaneClient(() => reports[0]?.port ?? 0, nodeCredentials(nodeToken).lane);
    const course = { publishedAt: null, endedReason: null, endedAt: null };
    const record = Object.assign({ plan: session.plan, acceptedAt: Date.now() }, course);
    await calls.give(laneSession.parse({ record, events: [], restarted: false }));
    let over = false;
    void lane.ended.then(() => {
      over = true;
    });
    {
      await using _encoder = new SmallEncoder(
        () => `rtmp://127.0.0.1:${reports[0]?.ports.rtmp}/live`,
        session,
      );
      const status = async () => (await calls.report()).sessions[0]?.ingest.status;
      await vi.waitFor(async () => expect(await status()).toBe('publishing'), SOON);
      await control.stop();
      const { seq } = await calls.report();
      // Each of these reports was sent in vain, after pauses that add up to more than the lane waits without an encoder.
      await vi.waitFor(async () => expect((await calls.report()).seq).toBeGreaterThan(seq + 2), SOON);
      expect(over).toBe(false);
    }
    await lane.ended;
  });

  it('answers nobody who does not know its secret', async () => {
    const calls = new LaneClient(() => reports[0]?.port ?? 0, new Secret('guessed'));
    await expect(calls.report()).rejects.toThrow('401');
    await expect(calls.forget('x')).rejects.toThrow('401');
  });
});

describe('what decides whether a lane ends', () => {
  const life = { draining: false, sessions: 0, live: 0, aloneMs: 0 };

  it.each([
    ['has nothing to do but may get something', life, false],
    ['drains and is empty', { ...life, draining: true }, true],
    ['drains and has a session', { ...life, draining: true, sessions: 1 }, false],
    ['drains and passes an encoder on', { ...life, draining: true, live: 1 }, false],
    ['is alone with nothing live', { ...life, sessions: 3, aloneMs: 60_000 }, true],
    ['is alone with something live', { ...life, sessions: 1, live: 1, aloneMs: 600_000 }, false],
  ])('one that %s', (_what, given, ends) => {
    expect(mayEnd(given, 60_000)).toBe(ends);
  });
});
