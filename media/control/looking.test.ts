import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_ENDPOINTS, type SessionPlan, sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { LiveSession } from '../fanout/live-session.ts';
import { PlanStore } from '../fanout/plan-store.ts';
import { idleFacts, NO_TOTALS } from '../fanout/relay-totals.ts';
import { type Encoders, type Ingest, NOTHING_KNOWN } from '../ingest/public.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { planSession } from '../testing/plan.ts';
import { nodeReport } from './node-report.ts';
import { ServerApi } from './server-api.ts';
import { SnapshotPusher } from './snapshot-pusher.ts';

const log = pino({ level: 'silent' });
const folder = mkdtempSync(join(tmpdir(), 'neustream-looking-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An ingest whose encoder publishes until its session detaches. */
const ingest: Ingest & Encoders = {
  endpoints: NO_ENDPOINTS,
  ready: true,
  start: async () => undefined,
  stop: async () => undefined,
  kick: async () => undefined,
  facts: () => null,
  attach: ({ onFlowing, signal }) => {
    onFlowing({ ...NOTHING_KNOWN, videoCodec: 'avc1' });
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  },
};

/** A session with one relay that has dropped seven frames. */
function lossySession(plan: SessionPlan): LiveSession {
  const record = { plan, acceptedAt: 0, publishedAt: null, endedReason: null, endedAt: null };
  const session = new LiveSession(record, {
    runId: 'r1',
    encoders: ingest,
    store: new PlanStore(folder, new Secret('token'), log),
    openRelay: () => ({
      facts: () => ({ ...idleFacts('LIVE', null, NO_TOTALS), liveSince: 0, framesDropped: 7 }),
      retryNow: () => undefined,
      close: async () => undefined,
    }),
    onChange: () => undefined,
    log,
    now: () => 1000,
    steady: () => 1000,
  });
  session.begin();
  session.encoderCame('rtmp');
  return session;
}

it('two looks at a node give equal values, and what was dropped is told once per snapshot sent', async () => {
  await using api = await FakeApi.start();
  const server = new ServerApi(api.url, new Secret('token'));
  const session = lossySession(sessionPlan.parse(planSession(['rtmp://a.example/live']).plan));
  const controlUrl = () => 'http://127.0.0.1:1';
  const node = { nodeId: 'n1', bootId: 'b1', controlUrl, engine: 'builtin' as const, ingest };
  const report = { ...node, sessions: { all: () => [session] } };
  const pusher = new SnapshotPusher({
    report: (seq) => nodeReport({ ...report, now: () => 1000 }, seq),
    beforeSending: () => session.recordDrops(),
    send: (snapshot) => server.snapshot(snapshot),
    apply: () => undefined,
    log,
    now: () => 1000,
  });
  const drops = () =>
    pusher
      .look()
      .sessions.flatMap(({ events }) => events.filter(({ kind }) => kind === 'relay.dropped_frames'));

  const [first, second] = [pusher.look(), pusher.look()];
  expect(second).toEqual(first);
  expect(drops()).toEqual([]);

  pusher.start();
  await vi.waitFor(() => expect(api.snapshots.length).toBeGreaterThan(1), { timeout: 5000, interval: 10 });
  await pusher.stop();
  expect(api.snapshots.map(({ seq }) => seq)).toEqual(api.snapshots.map((_, index) => index));
  expect(drops()).toMatchObject([{ data: { frames: 7 } }]);
  expect(pusher.look()).toEqual(pusher.look());
  expect(pusher.look().seq).toBe(api.snapshots.at(-1)?.seq);
  await session.end('USER_ENDED');
});
