import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeNode } from '../testing/fake-node.ts';
import { startLiveSession } from '../testing/live-session.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;
let ahead = 0;
const now = () => Date.now() + ahead;
const MINUTE = 60_000;
/** The supervisor checks open sessions every second. */
const SOON = { timeout: 5_000 };

beforeAll(async () => {
  test = await startTestServer({ DEFAULT_PLAN: 'free' }, { clock: now });
  node = await test.startNode(now);
});
afterAll(() => test[Symbol.asyncDispose]());

async function pass(minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 4) {
    ahead += Math.min(left, 4) * MINUTE;
    await node.snapshot();
  }
}

const liveSession = () => startLiveSession({ url: test.url, node, now });

const rowOf = (id: string) => test.server.db('stream_sessions').where({ id }).first();
const warningsOf = (id: string) =>
  test.server
    .db('session_events')
    .where({ session_id: id, kind: 'usage.warning' })
    .orderBy('seq')
    .pluck('data');

describe('a session on a plan with a longest session', () => {
  it('is warned at 80 and 95 %, then ends cleanly with that reason, and its time is counted', async () => {
    const { sessionId } = await liveSession();
    await pass(97);
    await expect
      .poll(() => warningsOf(sessionId), SOON)
      .toEqual([{ limit_name: 'session_seconds', share: 0.8 }]);
    await pass(18);
    await expect.poll(async () => (await warningsOf(sessionId)).length, SOON).toBe(2);
    expect(await rowOf(sessionId)).toMatchObject({ status: 'LIVE', desired: 'live' });
    await pass(6);
    await expect
      .poll(() => rowOf(sessionId), SOON)
      .toMatchObject({ status: 'ENDING', end_reason: 'LONGEST_SESSION_REACHED' });
    await expect.poll(() => node.plan(sessionId)?.desired, SOON).toBe('ended');
    node.report(sessionId, { endedReason: 'LONGEST_SESSION_REACHED', endedAt: now(), relays: [] });
    await node.snapshot();
    expect(await rowOf(sessionId)).toMatchObject({ status: 'ENDED', end_reason: 'LONGEST_SESSION_REACHED' });
    const used = await test.server
      .db('usage_tracking')
      .where({ session_id: sessionId })
      .sum('seconds as seconds')
      .first();
    expect(used?.seconds).toBeGreaterThanOrEqual(121 * 60);
    expect(used?.seconds).toBeLessThan(123 * 60);
  });
});

describe('a month whose hours are used', () => {
  it('lets nobody go live, with the upgrade prompt', async () => {
    const { user, sessionId } = await liveSession();
    await test.server
      .db('usage_tracking')
      .where({ session_id: sessionId })
      .update({ seconds: 50 * 3600 });
    await test.server.db('stream_sessions').where({ id: sessionId }).update({ live_at: null });
    const month = new Date(now()).toISOString().slice(0, 7);
    const row = await rowOf(sessionId);
    const usage = {
      id: crypto.randomUUID(),
      user_id: row.user_id,
      source_id: row.source_id,
      session_id: sessionId,
    };
    const instant = new Date(now());
    await test.server
      .db('usage_tracking')
      .insert({ ...usage, month, stream_start: instant, stream_end: instant, seconds: 50 * 3600 })
      .onConflict(['session_id', 'month'])
      .merge();
    await user.call('endLive', { params: { sourceId: row.source_id } });
    node.report(sessionId, undefined);
    await node.snapshot();
    const refused = await user.try('goLive', { params: { sourceId: row.source_id }, body: {} });
    expect(refused.status).toBe(403);
    expect(refused.body.details).toMatchObject({ limit_name: 'month_seconds', required_plan: 'pro' });
  });
});

describe('a media node that is gone', () => {
  it('is shown as unreachable at once, and after 5 minutes its sessions are given up', async () => {
    const { user, sessionId } = await liveSession();
    ahead += 10_000;
    const view = await user.call('getSession', { params: { id: sessionId } });
    expect(view).toMatchObject({ status: 'LIVE', node_reachable: false });
    ahead += 4 * MINUTE;
    await expect.poll(() => rowOf(sessionId), SOON).toMatchObject({ status: 'LIVE' });
    ahead += 2 * MINUTE;
    await expect
      .poll(() => rowOf(sessionId), SOON)
      .toMatchObject({ status: 'ERROR', end_reason: 'NODE_LOST' });
    expect((await node.snapshot()).answer.sessions).toEqual([]);
  });
});
