import type { Child } from '@neustream/shared/node/child.ts';
import { until } from '@neustream/shared/node/wait.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEncoder } from '../../kit/encoders/encoder.ts';
import { Person, rtmpUrl, type Source } from '../../kit/person.ts';
import type { ReceivedStream } from '../../kit/platforms/platform.ts';
import { ScriptedPlatform } from '../../kit/platforms/scripted.ts';
import { Product } from '../../kit/product.ts';

const RELAY_COMMANDS = ['addRelay', 'removeRelay', 'pauseRelay', 'resumeRelay', 'retryRelay'] as const;
type RelayCommandName = (typeof RELAY_COMMANDS)[number];

/** Something that happens to a session: a command about one destination, a broken connection, or a crash. */
type Happening =
  | { kind: 'command'; command: RelayCommandName; index: number }
  | { kind: 'break'; index: number }
  | { kind: 'crash'; part: 'media' | 'server' };

const PLATFORMS = 4;
/** Refusals that belong to a command which came too late or twice. */
const HARMLESS = [200, 404, 409];

const index = fc.nat({ max: PLATFORMS - 1 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: fc.constantFrom(...RELAY_COMMANDS),
      index,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('break' as const), index }) },
);
const crash: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constant('crash' as const),
  part: fc.constantFrom('media' as const, 'server' as const),
});
/** Rounds in which everything happens at the same time, with at most one crash among them. */
const anyHistory = fc.record({
  rounds: fc.array(fc.array(happening, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 }),
  crash: fc.option(crash),
  /** What is desired of each destination in the end. */
  last: fc.array(fc.constantFrom('send', 'pause', 'out' as const), {
    minLength: PLATFORMS,
    maxLength: PLATFORMS,
  }),
});

/**
 * The property "exactly N, and what is desired last wins", for random histories.
 * @param runs how many histories; each takes some four seconds
 */
export function describeCommands({ runs, timeout }: { runs: number; timeout: number }): void {
  describe('Exactly N, and the last command wins', () => {
    const owned = new AsyncDisposableStack();
    const platforms: ScriptedPlatform[] = [];
    const ids: string[] = [];
    let product: Product;
    let creator: Person;
    let source: Source;
    let encoder: Child | undefined;

    beforeAll(async () => {
      product = owned.use(await Product.start());
      creator = await Person.signUp({ url: product.url });
      source = await creator.createSource();
      for (let count = 0; count < PLATFORMS; count += 1) {
        const platform = owned.use(await ScriptedPlatform.start());
        platforms.push(platform);
        const given = { name: `platform ${count}`, address: platform.address };
        ids.push((await creator.addDestination(source.view.id, given)).id);
      }
    });
    afterAll(async () => {
      await encoder?.stop();
      await owned.disposeAsync();
    });

    it('whatever is commanded, breaks and dies, in whatever order, each wanted platform has exactly one publish in the end', {
      timeout,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async ({ rounds, crash: crashing, last }) => {
          const sessionId = await begin();
          for (const [number, round] of rounds.entries()) {
            const happenings = crashing !== null && number === 1 ? [...round, crashing] : round;
            await Promise.all(happenings.map((one) => happen(sessionId, one)));
          }
          for (const [position, wish] of last.entries()) await commandLast(sessionId, position, wish);
          await untilPublishes(last.map((wish) => (wish === 'send' ? 1 : 0)));
          expectNeverTwo();
          await creator.endLive(source.view.id);
          await untilPublishes(last.map(() => 0));
          await until(async () => (await creator.openSession(source.view.id)) === null, {
            what: 'the session ended',
          });
        }),
        { numRuns: runs },
      );
    });

    /** Goes live to every second platform and waits until they receive. */
    async function begin(): Promise<string> {
      await encoder?.stop();
      const chosen = ids.filter((_, position) => position % 2 === 0);
      const { session, ingest } = await creator.goLive(source.view.id, { destination_ids: chosen });
      encoder = startEncoder({ url: rtmpUrl(ingest) });
      await untilPublishes(ids.map((_, position) => (position % 2 === 0 ? 1 : 0)));
      return session.id;
    }

    async function happen(sessionId: string, one: Happening): Promise<void> {
      if (one.kind === 'crash') await product.crash(one.part);
      else if (one.kind === 'break') platforms[one.index]?.disconnectAll();
      else await tryCommand(sessionId, one.command, one.index);
    }

    /** A command that may come too late, twice, or while the API is away. */
    async function tryCommand(sessionId: string, command: RelayCommandName, position: number): Promise<void> {
      const params = { id: sessionId, destinationId: ids[position] ?? '' };
      const answer = await creator.ask(command, { params }).catch(() => undefined);
      if (answer !== undefined) expect([...HARMLESS, 503]).toContain(answer.status);
    }

    /** The commands that count: repeated until the API has accepted them. */
    async function commandLast(
      sessionId: string,
      position: number,
      wish: 'send' | 'pause' | 'out',
    ): Promise<void> {
      const commands: RelayCommandName[] =
        wish === 'out' ? ['removeRelay'] : ['addRelay', wish === 'send' ? 'resumeRelay' : 'pauseRelay'];
      const params = { id: sessionId, destinationId: ids[position] ?? '' };
      for (const command of commands) {
        await until(async () => HARMLESS.includes((await creator.ask(command, { params })).status), {
          what: `the API takes ${command}`,
          timeoutMs: 20_000,
        });
      }
    }

    async function untilPublishes(wanted: readonly number[]): Promise<void> {
      const held = () =>
        platforms.every(({ current }, position) => {
          const flowing = current.filter(({ firstVideoAt }) => firstVideoAt !== null);
          return flowing.length === wanted[position] && current.length === flowing.length;
        });
      await until(held, { what: `publishes ${wanted.join(' ')}`, timeoutMs: 25_000 }).catch(
        (error: Error) => {
          const counts = platforms.map(({ current }) => current.length);
          throw new Error(`${error.message} There are ${counts.join(' ')}.`);
        },
      );
    }

    /** At no time did a platform have two publishes. */
    function expectNeverTwo(): void {
      for (const { streams } of platforms) {
        for (const [number, { acceptedAt }] of streams.entries()) {
          const before: ReceivedStream | undefined = streams[number - 1];
          if (before !== undefined)
            expect(before.endedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(acceptedAt);
        }
      }
    }
  });
}
