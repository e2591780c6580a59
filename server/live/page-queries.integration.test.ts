import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTING, type FakeNode, nodeEvent } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { listOpenSessions } from './sessions/store.ts';

let test: TestServer;
let node: FakeNode;
let ofSupervisor: string[];

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
  ofSupervisor = await everyQueryOf(() => listOpenSessions(test.server.db));
});
afterAll(() => test[Symbol.asyncDispose]());

/**
 * The queries made while something is done, except those that count limits and those of the supervisor, which looks for
 * open sessions each second.
 */
async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const queries = await everyQueryOf(work);
  return queries.filter((sql) => !sql.includes('rate_limits') && !ofSupervisor.includes(sql));
}

async function everyQueryOf(work: () => Promise<unknown>): Promise<string[]> {
  const queries: string[] = [];
  const note = ({ sql }: { sql: string }) => queries.push(sql);
  test.server.db.on('query', note);
  try {
    await work();
  } finally {
    test.server.db.off('query', note);
  }
  return queries;
}

async function pastSession(user: TestClient, sourceId: string, destinationId: string, losses = 1) {
  const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
  const begun = Date.now();
  const data = { reasonCode: 'CONNECTION_RESET' };
  const events = Array.from({ length: losses }, (_, loss) => [
    nodeEvent('relay.live', { destinationId, at: begun + loss * 10 }),
    nodeEvent('relay.failed', { destinationId, at: begun + loss * 10 + 5, hop: 'destination', data }),
  ]).flat();
  const relays = [{ ...CONNECTING, destinationId }];
  node.report(session.id, { events, relays, endedReason: 'USER_ENDED', endedAt: begun + losses * 10 });
  await node.snapshot();
  return session.id;
}

describe('what a page asks', () => {
  it('costs as many queries for many rows as for one', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const sessionId = await pastSession(user, sourceId, destinationIds[0] ?? '');
    const pages = {
      sources: () => user.call('listSources', {}),
      overview: () => user.call('streamsInfo', {}),
      destinations: () => user.call('listDestinations', { params: { id: sourceId } }),
      live: () => user.call('currentSession', { params: { sourceId } }),
      sessions: () => user.call('listSessions', {}),
      session: () => user.call('getSession', { params: { id: sessionId } }),
      report: () => user.call('sessionReport', { params: { id: sessionId } }),
      subscription: () => user.call('mySubscription', {}),
      account: () => user.call('me', {}),
    };
    const counted = async () => {
      const counts: Record<string, number> = {};
      for (const [name, page] of Object.entries(pages)) counts[name] = (await queriesOf(page)).length;
      return counts;
    };
    const few = await counted();
    for (let more = 0; more < 4; more += 1) {
      const another = await user.sourceWith(2);
      await pastSession(user, another.sourceId, another.destinationIds[0] ?? '', 5);
      await pastSession(user, sourceId, destinationIds[0] ?? '', 5);
    }
    expect(await counted()).toEqual(few);
    for (const [name, count] of Object.entries(few)) expect(count, name).toBeLessThanOrEqual(10);
  });

  it('of past sessions needs none of their events', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    await pastSession(user, sourceId, destinationIds[0] ?? '', 20);
    const queries = await queriesOf(async () => {
      const { sessions } = await user.call('listSessions', {});
      expect(sessions).toMatchObject([{ interruptions: 20, destinations_count: 1 }]);
    });
    expect(queries.filter((sql) => sql.includes('session_events'))).toEqual([]);
  });
});

describe('interruptions', () => {
  it('are counted anew when a node reports late what happened before', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const [destinationId = ''] = destinationIds;
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    const at = Date.now() - 60_000;
    const tell = async (kind: 'relay.live' | 'relay.failed', seconds: number) => {
      const event = nodeEvent(kind, { destinationId, at: at + seconds * 1000 });
      node.report(session.id, { events: [event] });
      await node.snapshot();
      const { sessions } = await user.call('listSessions', {});
      return sessions[0]?.interruptions;
    };
    expect(await tell('relay.live', 1)).toBe(0);
    expect(await tell('relay.failed', 10)).toBe(1);
    expect(await tell('relay.failed', 20)).toBe(1);
    expect(await tell('relay.live', 15)).toBe(2);
    const report = await user.call('sessionReport', { params: { id: session.id } });
    expect(report.session.interruptions).toBe(2);
    expect(report.incidents).toHaveLength(2);
  });
});

describe('the report of a session', () => {
  it('gives its timeline a page at a time, each event once and in order', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const id = await pastSession(user, sourceId, destinationIds[0] ?? '', 30);
    const whole = await user.call('sessionReport', { params: { id } });
    expect(whole.next_cursor).toBeNull();
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const query: { limit: number; cursor?: string } = cursor === null ? { limit: 7 } : { limit: 7, cursor };
      const page = await user.call('sessionReport', { params: { id }, query });
      expect(page.events.length).toBeLessThanOrEqual(7);
      expect(page.incidents).toEqual(whole.incidents);
      seen.push(...page.events.map(({ seq }) => seq));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(whole.events.map(({ seq }) => seq));
    expect(seen.length).toBeGreaterThan(60);
  });

  it('refuses a cursor that is none', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const id = await pastSession(user, sourceId, destinationIds[0] ?? '');
    const answer = await user.try('sessionReport', { params: { id }, query: { cursor: 'tomorrow' } });
    expect(answer).toMatchObject({ status: 422, body: { fields: { cursor: { code: 'NOT_A_CURSOR' } } } });
  });
});
