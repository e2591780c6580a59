import type { PlanLimitDetails } from '@neustream/shared/billing/limits.ts';
import type { ErrorBody } from '@neustream/shared/contracts/errors.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestClient } from '../testing/test-client.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let test: TestServer;

beforeAll(async () => {
  test = await startTestServer({ DEFAULT_PLAN: 'free' });
  await test.startNode();
});
afterAll(() => test[Symbol.asyncDispose]());

const destination = { platform: 'twitch', name: 'Twitch', stream_key: 'canary' };
const FREE = { sources: 1, destinations: 3, live_destinations: 1 };

function expectUpgradePrompt({ status, body }: Answer<ErrorBody>, limit: keyof typeof FREE): void {
  expect(status).toBe(403);
  expect(body).toMatchObject({ code: 'PLAN_LIMIT', fault: 'user', upgrade_url: expect.any(String) });
  const details = body.details as PlanLimitDetails;
  expect(details).toMatchObject({ limit_name: limit, limit: FREE[limit], plan: 'free' });
  expect(details.required_plan).toMatch(/pro|business/);
}

describe('limits hold (property 7)', () => {
  it('two simultaneous requests cannot both take the last slot', async () => {
    const user = await TestClient.register(test.url);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => user.try('createSource', { body: { name: 'Main' } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expectUpgradePrompt(answer, 'sources');
  });

  it('for any concurrent adding and deleting no user has more than the plan allows, and counts stay true', async () => {
    const step = fc.constantFrom('add-source', 'add', 'delete', 'delete-source');
    const steps = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(steps, async (batches) => {
        const user = await TestClient.register(test.url);
        for (const batch of batches) {
          const info = await user.call('streamsInfo', {});
          const [source] = info.sources;
          await Promise.all(
            batch.map(async (kind, index) => {
              if (kind === 'add-source') return await user.try('createSource', { body: { name: 'Main' } });
              if (!source) return undefined;
              const params = { id: source.id };
              if (kind === 'delete-source') return await user.try('deleteSource', { params });
              if (kind === 'add') return await user.try('createDestination', { params, body: destination });
              const saved = source.destinations[index];
              return saved && (await user.try('deleteDestination', { params: { id: saved.id } }));
            }),
          ).then((answers) => {
            for (const answer of answers) expect([200, 201, 204, 403, 404]).toContain(answer?.status ?? 404);
          });
          const { sources } = await user.call('streamsInfo', {});
          const destinations = sources.flatMap((own) => own.destinations).length;
          expect(sources.length).toBeLessThanOrEqual(FREE.sources);
          expect(destinations).toBeLessThanOrEqual(FREE.destinations);
          const { used } = await user.call('mySubscription', {});
          expect(used).toMatchObject({ sources: sources.length, destinations });
        }
      }),
      { numRuns: 8 },
    );
  });

  it('no more destinations go live at once than the plan allows', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId, destinationIds } = await user.sourceWith(2);
    expectUpgradePrompt(await user.try('goLive', { params: { sourceId }, body: {} }), 'live_destinations');
    const body = { destination_ids: [destinationIds[0] ?? ''] };
    const { session } = await user.call('goLive', { params: { sourceId }, body });
    const params = { id: session.id, destinationId: destinationIds[1] ?? '' };
    expectUpgradePrompt(await user.try('addRelay', { params }), 'live_destinations');
    const saved = await user.call('createDestination', { params: { id: sourceId }, body: destination });
    expect(saved).toMatchObject({ joined_session: false, limits: { destinations_remaining: 0 } });
  });

  it('two simultaneous go-lives of one source open one session', async () => {
    const user = await TestClient.register(test.url);
    const { sourceId } = await user.sourceWith(1);
    const answers = await Promise.all(
      [1, 2, 3].map(() => user.try('goLive', { params: { sourceId }, body: {} })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });
});
