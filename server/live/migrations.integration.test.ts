import { expect, it } from 'vitest';
import { migrateDown, migrateUp } from '../infra/database/migrate.ts';
import { CONNECTING, nodeEvent, WAITING } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer } from '../testing/test-server.ts';

it('what was counted of sessions is kept when the database goes back to an older version and forth again', async () => {
  await using test = await startTestServer();
  const node = await test.startNode();
  const user = await TestClient.register(test.url);
  const { sourceId, destinationIds } = await user.sourceWith(1);
  const [destinationId = ''] = destinationIds;
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  const at = Date.now() - 10_000;
  const told = (['relay.live', 'relay.failed', 'relay.live', 'relay.failed'] as const).map((kind, second) =>
    nodeEvent(kind, { destinationId, at: at + second * 1_000 }),
  );
  node.report(session.id, {
    ingest: { ...WAITING, bytesReceived: 7_000 },
    relays: [{ ...CONNECTING, destinationId, bytesSent: 5_000, framesDropped: 3 }],
    events: told,
  });
  await node.snapshot();
  const { db } = test.server;
  const kept = async () => [
    await db('stream_sessions').where({ id: session.id }).first('desired', 'totals', 'run_counters'),
    await db('session_interruptions').where({ session_id: session.id }).first(),
  ];
  const before = await kept();
  expect(before).toMatchObject([
    { desired: 'live', totals: { ingest: { bytesReceived: 7_000 } } },
    { count: 2, open: [destinationId] },
  ]);
  for (let undone = ''; undone !== '009-desired'; ) undone = (await migrateDown(db)) ?? '009-desired';
  const { counted, ordered } = await db('stream_sessions').where({ id: session.id }).first();
  expect(ordered).toBe('live');
  expect(counted.relays[destinationId]).toMatchObject({
    total: { bytesSent: 5_000, framesDropped: 3 },
    reported: { bytesSent: 5_000 },
  });
  await migrateUp(db);
  expect(await kept()).toEqual(before);
});
