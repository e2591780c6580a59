import { type PlannedDestination, plannedDestination } from '@neustream/shared/contracts/media-control.ts';
import { systemClock } from '@neustream/shared/kernel/clock.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { Relay } from '../relay/relay.ts';
import { testInternals } from '../relay/testing/internals.ts';
import { TestEncoder } from '../relay/testing/rig.ts';
import { planDestination } from '../testing/plan.ts';
import type { SourceState } from './decide-relay.ts';
import { RelaySet } from './relay-set.ts';

const SETTLED = { timeout: 12_000, interval: 20 };
const SLOTS = 3;

type Command =
  | { do: 'add' | 'remove' | 'pause' | 'resume' | 'retry' | 'change-key' | 'change-address'; slot: number }
  | { do: 'repeat' | 'platform-restarts' | 'wait-a-turn' | 'settle' };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('add', 'remove', 'pause', 'resume', 'retry', 'change-key', 'change-address'),
      slot: fc.nat(SLOTS - 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('repeat', 'platform-restarts', 'wait-a-turn', 'settle') }),
  },
);

describe('properties 2 and 11: exactly N, and the desired state wins', () => {
  let platforms: [ScriptedPlatform, ScriptedPlatform];

  beforeAll(async () => {
    platforms = [await ScriptedPlatform.start(), await ScriptedPlatform.start()];
  });
  afterAll(async () => {
    for (const platform of platforms) await platform[Symbol.asyncDispose]();
  });

  it('has one publish for each active destination after any commands and failures, and never two of one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 24 }), async (commands) => {
        expect(await doublesAfter(commands, platforms)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/**
 * Carries out the commands, checks what is open at the end, and returns every moment at which a destination had two
 * publishes.
 */
async function doublesAfter(
  commands: readonly Command[],
  platforms: [ScriptedPlatform, ScriptedPlatform],
): Promise<string[][]> {
  const doubles: string[][] = [];
  const open = () => platforms.flatMap((platform) => platform.current.map(({ key }) => key));
  for (const platform of platforms) platform.onPublish = () => doubles.push(...doublesOf(open()));
  using encoder = new TestEncoder({ frameBytes: 10 }).start();
  const { feed } = encoder;
  const set = new RelaySet({
    open: (destination, { onChange }) =>
      new Relay({
        target: { ...destination, login: null },
        feed,
        network: { allowPrivate: true, allowedPorts: null },
        internals: testInternals(),
        clock: systemClock,
        random: Math.random,
        onChange,
      }),
    onEvent: () => undefined,
    onChange: () => undefined,
  });
  const source: SourceState = { begun: true, videoCodec: 'avc1', audioOnly: false, ended: false };
  const held = new Map<number, PlannedDestination>();
  const destinations = () => [...held.values()];
  const settled = async () => {
    const wanted = destinations().filter((destination) => destination.desired === 'send');
    const names = wanted.map((destination) => destination.streamKey.reveal()).sort();
    await vi.waitFor(() => expect(open().sort()).toEqual(names), SETTLED);
  };
  for (const next of commands) {
    await obey(next, held, platforms);
    set.reconcile(destinations(), source);
    if (next.do === 'settle') await settled();
  }
  await settled();
  set.reconcile(destinations(), { ...source, ended: true });
  await set.closed();
  await vi.waitFor(() => expect(open()).toEqual([]), SETTLED);
  return doubles;
}

/** Keys are `slot number-version`, so that two publishes of one destination show up even across a change of key. */
function doublesOf(streamNames: readonly string[]): string[][] {
  const slots = streamNames.map((name) => name.split('-')[0]);
  return new Set(slots).size === slots.length ? [] : [[...streamNames]];
}

async function obey(
  next: Command,
  held: Map<number, PlannedDestination>,
  platforms: [ScriptedPlatform, ScriptedPlatform],
) {
  if (next.do === 'platform-restarts') platforms[0].disconnectAll();
  if (next.do === 'wait-a-turn') await new Promise((resolve) => setImmediate(resolve));
  if (!('slot' in next)) return;
  const current = held.get(next.slot);
  if (next.do === 'add') held.set(next.slot, current ?? newDestination(next.slot, platforms[0].address));
  if (current === undefined) return;
  const changed: Partial<Record<Command['do'], () => PlannedDestination>> = {
    pause: () => ({ ...current, desired: 'pause' }),
    resume: () => ({ ...current, desired: 'send' }),
    retry: () => ({ ...current, retryRequests: current.retryRequests + 1 }),
    'change-key': () => ({ ...current, streamKey: newDestination(next.slot, current.address).streamKey }),
    'change-address': () => ({
      ...current,
      address: platforms[current.address === platforms[0].address ? 1 : 0].address,
    }),
  };
  if (next.do === 'remove') held.delete(next.slot);
  else held.set(next.slot, changed[next.do]?.() ?? current);
}

let versions = 0;

function newDestination(slot: number, address: string): PlannedDestination {
  versions += 1;
  return plannedDestination.parse({
    ...planDestination(address, slot),
    id: `slot ${slot}`,
    streamKey: `slot${slot}-${versions}`,
  });
}
