import { planLimitDetails } from '@neustream/shared/billing/limits.ts';
import { errorBody } from '@neustream/shared/contracts/errors.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../kit/api-client.ts';
import { query } from '../kit/database.ts';
import { Person } from '../kit/person.ts';
import { ScriptedPlatform } from '../kit/platforms/scripted.ts';
import { Product } from '../kit/product.ts';
import { Show } from '../kit/show.ts';

const FREE = { sources: 1, destinations: 3, live_destinations: 1 };
const ADDRESS = 'rtmp://127.0.0.1:1999/live';

describe('Limits hold: an account of the free plan', () => {
  const owned = new AsyncDisposableStack();
  let product: Product;

  beforeAll(async () => {
    // The built-in ingest needs nothing but Node, and accepts an encoder's publish just as well.
    product = owned.use(await Product.start({ settings: { DEFAULT_PLAN: 'free', INGEST: 'builtin' } }));
  });
  afterAll(() => owned.disposeAsync());

  const signUp = () => Person.signUp({ url: product.url });
  const newDestination = (creator: Person, sourceId: string, name: string) =>
    creator.ask('createDestination', {
      params: { id: sourceId },
      body: { platform: 'custom', name, rtmp_url: ADDRESS, stream_key: `key-of-${sourceId}` },
    });

  /** Splits answers into those that were allowed and the plan-limit prompts; anything else fails. */
  function sort(answers: readonly Answer[]): { allowed: number; prompts: Answer[] } {
    const prompts = answers.filter(({ status }) => status === 403);
    for (const { text } of prompts) {
      const body = errorBody.parse(JSON.parse(text));
      expect(body).toMatchObject({ code: 'PLAN_LIMIT', fault: 'user' });
      expect(body.upgrade_url).toBeTruthy();
      const { limit, used, required_plan, plan } = planLimitDetails.parse(body.details);
      expect(used).toBeGreaterThanOrEqual(0);
      expect({ plan, limit: limit > 0, required_plan }).toEqual({
        plan: 'free',
        limit: true,
        required_plan: expect.stringMatching(/^(pro|business)$/),
      });
    }
    const allowed = answers.filter(({ status }) => status === 200 || status === 201).length;
    expect(allowed + prompts.length).toBe(answers.length);
    return { allowed, prompts };
  }

  it('gets one source, however many are asked for at once', async () => {
    const creator = await signUp();
    const names = Array.from({ length: 6 }, (_, index) => `source ${index}`);
    const answers = await Promise.all(names.map((name) => creator.ask('createSource', { body: { name } })));
    expect(sort(answers).allowed).toBe(FREE.sources);
    expect((await creator.call('listSources', {})).sources).toHaveLength(FREE.sources);
  });

  it('saves three destinations, however many are asked for at once', async () => {
    const creator = await signUp();
    const { view } = await creator.createSource();
    const names = Array.from({ length: 8 }, (_, index) => `destination ${index}`);
    const answers = await Promise.all(names.map((name) => newDestination(creator, view.id, name)));
    expect(sort(answers).allowed).toBe(FREE.destinations);
  });

  it('is refused a second live destination before anything starts', async () => {
    const creator = await signUp();
    const { view } = await creator.createSource();
    for (const name of ['one', 'two']) await newDestination(creator, view.id, name);
    const answer = await creator.ask('goLive', { params: { sourceId: view.id }, body: {} });
    expect(sort([answer])).toMatchObject({ allowed: 0 });
    expect(await creator.openSession(view.id)).toBeNull();
    expect((await creator.call('listSessions', {})).sessions).toEqual([]);
  });

  it('cannot give its last live place to two destinations at the same time', async () => {
    const creator = await signUp();
    const { view } = await creator.createSource();
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      ids.push((await creator.addDestination(view.id, { name, address: ADDRESS })).id);
    }
    const { session } = await creator.goLive(view.id, { destination_ids: [] });
    const add = (destinationId: string) =>
      creator.ask('addRelay', { params: { id: session.id, destinationId } });
    expect(sort(await Promise.all(ids.map(add))).allowed).toBe(FREE.live_destinations);
    expect((await creator.session(session.id)).relays).toHaveLength(FREE.live_destinations);
    await creator.endLive(view.id);
  });

  it('goes live once when the button is pressed twice', async () => {
    const creator = await signUp();
    const { view } = await creator.createSource();
    await newDestination(creator, view.id, 'one');
    const press = () => creator.ask('goLive', { params: { sourceId: view.id }, body: {} });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await creator.call('listSessions', {})).sessions).toHaveLength(1);
    await creator.endLive(view.id);
  });

  it('never exceeds a limit, whatever is done in whatever order and at the same time', {
    timeout: 60_000,
  }, async () => {
    const action = fc.constantFrom(
      'source',
      'destination',
      'live',
      'add',
      'end',
      'delete destination' as const,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        async (rounds) => {
          const creator = await signUp();
          for (const round of rounds) await Promise.all(round.map((one) => act(creator, one)));
          const [used] = await usage(creator);
          expect(used).toBeDefined();
          expect(used?.sources).toBeLessThanOrEqual(FREE.sources);
          expect(used?.destinations).toBeLessThanOrEqual(FREE.destinations);
          expect(used?.live_destinations).toBeLessThanOrEqual(FREE.live_destinations);
          expect(used).toMatchObject({
            counted_sources: used?.sources,
            counted_destinations: used?.destinations,
          });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('goes live over the built-in ingest, RTMP in and RTMP out', async () => {
    await using platform = await ScriptedPlatform.start();
    const targets = [{ name: 'platform', address: platform.address }];
    await using show = await Show.begin({ product, targets });
    const session = await show.screen.allLive([show.destination('platform').id]);
    expect(session.ingest).toMatchObject({ status: 'publishing', protocol: 'rtmp', width: 320, height: 180 });
    expect(platform.streams).toHaveLength(1);
    expect(platform.streams[0]).toMatchObject({ beganWithKeyFrame: true, backwards: 0 });
    const { endpoints, preview } = await show.creator.call('currentSession', {
      params: { sourceId: show.source.view.id },
    });
    expect(endpoints).toMatchObject({ engine: 'builtin', srt: null, whip: null });
    expect(preview?.hls_url ?? null).toBeNull();
    await show.creator.endLive(show.source.view.id);
    await show.screen.until('the end', ({ status }) => status === 'offline');
    expect(platform.current).toEqual([]);
  });

  /** Does something whether or not it is allowed; only failures of ours count. */
  async function act(creator: Person, action: string): Promise<void> {
    const { sources } = await creator.call('listSources', {});
    const sourceId = sources[0]?.id;
    if (action === 'source' || sourceId === undefined) {
      expect((await creator.ask('createSource', { body: { name: 'source' } })).status).toBeLessThan(500);
      return;
    }
    const { destinations } = await creator.call('listDestinations', { params: { id: sourceId } });
    const id = destinations.at(-1)?.id;
    const session = sources[0]?.session_id;
    const params = { sourceId };
    const answer =
      action === 'destination'
        ? await newDestination(creator, sourceId, 'destination')
        : action === 'live'
          ? await creator.ask('goLive', { params, body: { destination_ids: id === undefined ? [] : [id] } })
          : action === 'end'
            ? await creator.ask('endLive', { params })
            : action === 'add' && session != null && id !== undefined
              ? await creator.ask('addRelay', { params: { id: session, destinationId: id } })
              : action === 'delete destination' && id !== undefined
                ? await creator.ask('deleteDestination', { params: { id } })
                : undefined;
    expect(answer?.status ?? 200).toBeLessThan(500);
  }

  /** What an account has according to the tables themselves, next to what is counted for it. */
  function usage(creator: Person) {
    return query<Record<string, number>>(
      product.dataDir,
      `with me as (select id from users where email = $1)
       select
        (select count(*)::int from stream_sources where user_id = me.id and deleted_at is null) as sources,
        (select count(*)::int from source_destinations d join stream_sources s on s.id = d.source_id
          where s.user_id = me.id and s.deleted_at is null and d.deleted_at is null) as destinations,
        (select coalesce(max(live), 0)::int from (
          select count(*) as live from session_relays r join stream_sessions s on s.id = r.session_id
           where s.user_id = me.id and s.ended_at is null and r.removed_at is null group by s.id) per_session
        ) as live_destinations,
        coalesce(t.sources, 0) as counted_sources, coalesce(t.destinations, 0) as counted_destinations
       from me left join plan_limits_tracking t on t.user_id = me.id`,
      [creator.account.email],
    );
  }
});
