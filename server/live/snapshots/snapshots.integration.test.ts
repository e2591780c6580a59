import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { CONNECTING, type FakeNode, nodeEvent } from '../../testing/fake-node.ts';
import { TestClient } from '../../testing/test-client.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

async function liveSession() {
  const user = await TestClient.register(test.url);
  const { sourceId, destinationIds } = await user.sourceWith(1);
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  const destinationId = destinationIds[0] ?? '';
  const event = nodeEvent('relay.live', { destinationId });
  const relay = { ...CONNECTING, destinationId, status: 'LIVE' as const, liveSince: Date.now() };
  node.report(session.id, { relays: [relay], events: [event] });
  return { user, sourceId, destinationId, id: session.id, event };
}

it('a session that cannot be written rejects no other of the same snapshot, and its events stay with the node', async () => {
  const sessions = [await liveSession(), await liveSession(), await liveSession()];
  const [before, bad, after] = sessions as [(typeof sessions)[0], (typeof sessions)[0], (typeof sessions)[0]];
  const { db } = test.server;
  await db.raw(`create function refuse_one() returns trigger language plpgsql as $$
    begin raise exception 'This one cannot be written.'; end $$`);
  await db.raw(`create trigger refuse_one before insert on session_events for each row
    when (new.session_id = '${bad.id}') execute function refuse_one()`);
  const { status, answer } = await node.snapshot();
  expect(status).toBe(200);
  expect(answer.storedEvents.sort()).toEqual([before.event.id, after.event.id].sort());
  expect(answer.sessions.map(({ sessionId }) => sessionId)).toContain(bad.id);
  const statuses = await Promise.all(
    sessions.map(async ({ user, id }) => (await user.call('getSession', { params: { id } })).status),
  );
  expect(statuses).toEqual(['LIVE', 'STARTING', 'LIVE']);
  await db.raw('drop trigger refuse_one on session_events');
  expect((await node.snapshot()).answer.storedEvents).toContain(bad.event.id);
  const { status: mended } = await bad.user.call('getSession', { params: { id: bad.id } });
  expect(mended).toBe('LIVE');
});

it('while a snapshot is taken, a session that holds it up keeps no button of another waiting', async () => {
  const [first, held] = [await liveSession(), await liveSession()];
  const { db } = test.server;
  const release = await db.transaction(async (tx) => {
    await tx('stream_sessions').where({ id: held.id }).forUpdate().first();
    let taken = false;
    const snapshot = node.snapshot().then((result) => {
      taken = true;
      return result;
    });
    await vi.waitFor(async () => {
      const { rows } = await db.raw(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`);
      expect(rows).toHaveLength(1);
    });
    const params = { id: first.id, destinationId: first.destinationId };
    const paused = await first.user.call('pauseRelay', { params });
    expect(paused.relays).toMatchObject([{ paused: true }]);
    expect((await first.user.try('endLive', { params: { sourceId: first.sourceId } })).status).toBe(200);
    const another = await liveSession();
    expect(another.id).not.toBe(held.id);
    expect(taken).toBe(false);
    return () => snapshot;
  });
  expect((await release()).status).toBe(200);
});

it('totals that only grow are shown without being written each second', async () => {
  const { user, id, destinationId } = await liveSession();
  await node.snapshot();
  const stored = () => test.server.db('session_relays').where({ session_id: id }).first('bytes_sent');
  const relay = { ...CONNECTING, destinationId, status: 'LIVE' as const, liveSince: Date.now() };
  node.report(id, { relays: [relay] });
  await node.snapshot();
  const before = await stored();
  node.report(id, { relays: [{ ...relay, bytesSent: 5_000 }] });
  await node.snapshot();
  expect((await user.call('getSession', { params: { id } })).relays).toMatchObject([{ bytes_sent: 5_000 }]);
  expect(await stored()).toEqual(before);
});

it('an event that names a destination of another session is on no timeline, and the node may forget it', async () => {
  const [own, other] = [await liveSession(), await liveSession()];
  const foreign = nodeEvent('relay.gave_up', { destinationId: other.destinationId });
  node.report(own.id, { events: [own.event, foreign, nodeEvent('relay.failed', { destinationId: 'none' })] });
  const { answer } = await node.snapshot();
  expect(answer.storedEvents).toEqual(expect.arrayContaining([own.event.id, foreign.id]));
  const { events } = await own.user.call('getSession', { params: { id: own.id } });
  expect(events.map(({ kind }) => kind)).toEqual(['session.ordered', 'relay.live']);
});
