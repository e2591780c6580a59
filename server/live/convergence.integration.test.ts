import { createHash } from 'node:crypto';
import type { NodeSession } from '@neustream/shared/contracts/media-control.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';
import { adobeResponse, publishLoginOf, publishLoginToWire } from '@neustream/shared/node/adobe-login.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTING, type FakeNode, nodeEvent, WAITING } from '../testing/fake-node.ts';
import { TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;
let node: FakeNode;

beforeAll(async () => {
  test = await startTestServer();
  node = await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

const publishing = { ...WAITING, status: 'publishing' as const };

/** What a correct node would report of the plan it holds. */
function reportHonestly(sessionId: string): void {
  const plan = node.plan(sessionId);
  if (!plan) return;
  const ended = plan.desired === 'ended';
  const relays = plan.destinations.map(({ id, desired }) => ({
    ...CONNECTING,
    destinationId: id,
    ...(ended || desired === 'pause'
      ? { status: 'DISCONNECTED' as const }
      : { status: 'LIVE' as const, liveSince: Date.now() }),
  }));
  const facts: Partial<NodeSession> = { ingest: publishing, relays };
  node.report(sessionId, ended ? { ...facts, endedReason: plan.endReason, endedAt: Date.now() } : facts);
}

describe('order wins (property 11)', () => {
  it('for any interleaving of orders, lost plans and repeated snapshots the node ends with the last order', async () => {
    const step = fc.record({
      order: fc.constantFrom(
        'pauseRelay',
        'resumeRelay',
        'retryRelay',
        'removeRelay',
        'addRelay',
        'delete',
        'create',
      ),
      which: fc.nat({ max: 2 }),
      weather: fc.constantFrom('fine', 'refusing', 'restart', 'forgets'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.boolean(), async (steps, end) => {
        const user = await TestClient.register(test.url);
        const { sourceId, destinationIds } = await user.sourceWith(3);
        const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
        for (const { order, which, weather } of steps) {
          node.refuse(weather === 'refusing');
          if (weather === 'restart') node.restart();
          if (weather === 'forgets') node.report(session.id, undefined);
          const destinationId = destinationIds[which] ?? '';
          const body = { platform: 'custom', name: 'New', rtmp_url: 'rtmp://127.0.0.1/x', stream_key: 'k' };
          if (order === 'delete') await user.try('deleteDestination', { params: { id: destinationId } });
          else if (order === 'create')
            await user.try('createDestination', { params: { id: sourceId }, body });
          else await user.try(order, { params: { id: session.id, destinationId } });
          await node.snapshot();
        }
        if (end) await user.call('endLive', { params: { sourceId } });
        node.refuse(false);
        await expect
          .poll(async () => {
            reportHonestly(session.id);
            await node.snapshot();
            const view = await user.call('getSession', { params: { id: session.id } });
            const plan = node.plan(session.id);
            const held = plan?.destinations.map(({ id, desired }) => `${id} ${desired}`).sort();
            const wanted = view.relays.map(
              (relay) => `${relay.destination_id} ${relay.paused ? 'pause' : 'send'}`,
            );
            const statuses = view.relays.map(({ paused, status }) =>
              paused || end ? status === 'DISCONNECTED' : status === 'LIVE',
            );
            const settled = end
              ? view.status === 'ENDED'
              : view.status !== 'ENDED' && plan?.desired === 'live';
            return (
              settled &&
              statuses.every(Boolean) &&
              (end || JSON.stringify(held) === JSON.stringify(wanted.sort()))
            );
          })
          .toBe(true);
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('an older snapshot that comes late changes nothing', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    const relay = { ...CONNECTING, destinationId: destinationIds[0] ?? '' };
    node.report(session.id, {
      ingest: publishing,
      relays: [{ ...relay, status: 'LIVE', liveSince: Date.now() }],
    });
    await node.snapshot();
    node.report(session.id, { ingest: publishing, relays: [{ ...relay, status: 'ERROR' }] });
    const late = await node.snapshot({ seq: 1 });
    expect(late.answer.sessions.map((held) => held.sessionId)).toContain(session.id);
    const view = await user.call('getSession', { params: { id: session.id } });
    expect(view.relays[0]?.status).toBe('LIVE');
  });

  it('events delivered twice stand once on the timeline', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    const events = [nodeEvent('encoder.connected'), nodeEvent('relay.connecting')];
    node.report(session.id, { events });
    await node.snapshot();
    const { answer } = await node.snapshot();
    expect(answer.storedEvents.sort()).toEqual(events.map(({ id }) => id).sort());
    const report = await user.call('sessionReport', { params: { id: session.id } });
    const kinds = report.events.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['encoder.connected', 'relay.connecting', 'session.ordered']);
  });
});

describe('what a node passes on', () => {
  it('is stored also when an encoder or a platform sent what is no text', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(1);
    const { session } = await user.call('goLive', { params: { sourceId }, body: {} });
    node.report(session.id, {
      ingest: { ...publishing, encoder: 'evil\0\ud83d' },
      relays: [
        { ...CONNECTING, destinationId: destinationIds[0] ?? '', detail: 'no\0text' },
        { ...CONNECTING, destinationId: 'not-an-id' },
      ],
      events: [nodeEvent('relay.failed', { destinationId: 'not-an-id', data: { detail: '\0\udc00' } })],
    });
    expect((await node.snapshot()).status).toBe(200);
    const view = await user.call('getSession', { params: { id: session.id } });
    expect(view.ingest.encoder).toContain('evil');
    expect(view.relays[0]?.detail).toBe('notext');
  });
});

describe('going live by publishing', () => {
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');

  it('opens a session for the right key, with the plan in the answer', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, source, ingest_key } = await user.sourceWith(2);
    const answer = await node.publish(source.public_id, hash(ingest_key));
    expect(answer).toMatchObject({ allowed: true, plan: { publicId: source.public_id, version: 1 } });
    const { session } = await user.call('currentSession', { params: { sourceId } });
    expect(session).toMatchObject({ status: 'STARTING', ordered: 'live' });
    expect(session?.relays).toHaveLength(2);
  });

  it('takes a login in place of the key, and only with the right password of this source', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, source, ingest_key } = await user.sourceWith(1);
    const other = await user.sourceWith(1);
    const login = (password: string, of = source.public_id) => {
      const { salt, digest } = publishLoginOf(of, new Secret(password));
      const round = { challenge: 'asked', clientChallenge: 'answered' };
      return { ...round, user: of, salt, response: adobeResponse(digest, round) };
    };
    const refused = { allowed: false, code: 'KEY_UNKNOWN' };
    expect(await node.publish(source.public_id, login('guess'))).toMatchObject(refused);
    const foreign = login(other.ingest_key, other.source.public_id);
    expect(await node.publish(source.public_id, foreign)).toMatchObject(refused);
    expect(await node.publish(source.public_id, { ...login(ingest_key), challenge: 'old' })).toMatchObject(
      refused,
    );
    const answer = await node.publish(source.public_id, login(ingest_key));
    const publishLogins = [publishLoginToWire(publishLoginOf(source.public_id, new Secret(ingest_key)))];
    expect(answer).toMatchObject({ allowed: true, plan: { publishLogins } });
    expect((await user.call('currentSession', { params: { sourceId } })).session?.status).toBe('STARTING');
  });

  it('does not start again by itself when an encoder that was told to end comes back', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, source, ingest_key } = await user.sourceWith(1);
    expect(await node.publish(source.public_id, hash(ingest_key))).toMatchObject({ allowed: true });
    const { session } = await user.call('currentSession', { params: { sourceId } });
    const id = session?.id ?? '';
    node.report(id, { ingest: publishing });
    await node.snapshot();
    await user.call('endLive', { params: { sourceId } });
    node.report(id, { endedReason: 'USER_ENDED', endedAt: Date.now() });
    await node.snapshot();
    const again = () => node.publish(source.public_id, hash(ingest_key));
    expect(await again()).toMatchObject({ allowed: false, code: 'ENDED_BY_ORDER' });
    await user.call('goLive', { params: { sourceId }, body: {} });
    expect(await again()).toMatchObject({ allowed: true });
  });

  it('refuses a wrong key, a source that waits for the button, and one that is switched off', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, source, ingest_key } = await user.sourceWith(0);
    expect(await node.publish(source.public_id, hash('guess'))).toMatchObject({
      allowed: false,
      code: 'KEY_UNKNOWN',
    });
    await user.call('updateSource', { params: { id: sourceId }, body: { live_on_publish: false } });
    expect(await node.publish(source.public_id, hash(ingest_key))).toMatchObject({
      allowed: false,
      code: 'NOT_LIVE',
    });
    await user.call('updateSource', {
      params: { id: sourceId },
      body: { live_on_publish: true, is_active: false },
    });
    const off = await node.publish(source.public_id, hash(ingest_key));
    expect(off).toMatchObject({ allowed: false, code: 'SOURCE_INACTIVE' });
    const rotated = await user.call('rotateIngestKey', { params: { id: sourceId } });
    await user.call('updateSource', { params: { id: sourceId }, body: { is_active: true } });
    expect(await node.publish(source.public_id, hash(ingest_key))).toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(await node.publish(source.public_id, hash(rotated.ingest_key))).toMatchObject({ allowed: true });
  });
});
