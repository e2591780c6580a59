import { NO_ENDPOINTS, type SessionPlan, sessionPlan } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import pino from 'pino';
import { expect, it, vi } from 'vitest';
import { LiveSession } from '../fanout/live-session.ts';
import { idleFacts, NO_TOTALS } from '../fanout/relay-totals.ts';
import { type Encoders, NOTHING_KNOWN } from '../ingest/public.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { planSession } from '../testing/plan.ts';
import { nodeReport } from './node-report.ts';
import { ServerApi } from './server-api.ts';
import { SnapshotPusher } from './snapshot-pusher.ts';

const log = pino({ level: 'silent' });

/** Where an encoder publishes until its session detaches. */
const encoders: Encoders = {
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
  const given = { record, events: [], restarted: false };
  const session = new LiveSession(given, {
    runId: 'r1',
    encoders,
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
  const node = {
    nodeId: 'n1',
    bootId: 'b1',
    at: 1000,
    controlUrl: 'http://127.0.0.1:1',
    engine: 'builtin' as const,
    ready: true,
    endpoints: NO_ENDPOINTS,
    version: '1.0.0',
    draining: false,
    lanes: [],
  };
  const pusher = new SnapshotPusher({
    taker: 'the API',
    report: (seq) => nodeReport({ ...node, sessions: [session.snapshot()] }, seq),
    beforeSending: () => session.recordDrops(),
    send: (snapshot) => server.snapshot(snapshot),
    apply: () => undefined,
    coalesceMs: 150,
    everyMs: () => 1000,
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
