import type { SessionPlanWire } from '@neustream/shared/contracts/media-control.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ScriptedPlatform } from '../../build/kit/platforms/scripted.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { NodeProcess } from '../testing/node-process.ts';
import { type PlannedSession, planDestination, planSession } from '../testing/plan.ts';
import { SmallEncoder } from './testing/small-encoder.ts';

const SETTLED = { timeout: 40_000, interval: 20 };
const DESTINATIONS = 2;

type Step =
  | { do: 'lane-dies' | 'control-dies' | 'control-returns' | 'encoder-returns' | 'a-moment' }
  | { do: 'pause' | 'resume' | 'new-key'; slot: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('lane-dies', 'control-dies', 'control-returns', 'encoder-returns', 'a-moment'),
  }),
  fc.record({ do: fc.constantFrom('pause', 'resume', 'new-key'), slot: fc.nat(DESTINATIONS - 1) }),
);

describe('properties 2 and 10: whatever dies, exactly one publish for each destination, and the node knows it', () => {
  let api: FakeApi;
  let platform: ScriptedPlatform;
  let node: NodeProcess;

  beforeAll(async () => {
    api = await FakeApi.start();
    platform = await ScriptedPlatform.start();
    node = await NodeProcess.start(api.url, { INGEST: 'builtin', LANES: '2' });
  });
  afterAll(async () => {
    await node[Symbol.asyncDispose]();
    await platform[Symbol.asyncDispose]();
    await api[Symbol.asyncDispose]();
  });

  it('after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        expect(await doublesAfter(steps)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  /** Plays the history, waits until what is so is what should be, and returns every moment with two of one destination. */
  async function doublesAfter(steps: readonly Step[]): Promise<string[][]> {
    const doubles: string[][] = [];
    const open = () => platform.current.map(({ key }) => key);
    platform.onPublish = () => {
      const slots = open().map((key) => key.split('-')[0] ?? '');
      if (new Set(slots).size < slots.length) doubles.push(open());
    };
    const history = new History(node, api, platform);
    await history.begin();
    for (const one of steps) await history.play(one);
    await history.settle();
    await vi.waitFor(() => expect(open().sort()).toEqual(history.wanted()), SETTLED);
    await vi.waitFor(() => {
      const relays = api.session(history.sessionId)?.relays ?? [];
      expect(relays.map(({ status }) => status)).toEqual(history.statuses());
    }, SETTLED);
    await history.end();
    await vi.waitFor(() => expect(open()).toEqual([]), SETTLED);
    return doubles;
  }
});

let histories = 0;

/** One session and what happens to the processes that carry it. */
class History {
  readonly #node: NodeProcess;
  readonly #api: FakeApi;
  readonly #session: PlannedSession;
  readonly #encoder: SmallEncoder;
  readonly #name: string;
  #keys = 0;
  #controlRuns = true;

  constructor(node: NodeProcess, api: FakeApi, platform: ScriptedPlatform) {
    this.#node = node;
    this.#api = api;
    histories += 1;
    this.#name = `history${histories}`;
    const destinations = Array.from({ length: DESTINATIONS }, (_, slot) =>
      Object.assign(planDestination(platform.address, slot), { streamKey: this.#key(slot) }),
    );
    this.#session = planSession([], { destinations });
    this.#encoder = new SmallEncoder(() => node.endpoints?.rtmp, this.#session, { connected: false });
  }

  get sessionId(): string {
    return this.#session.plan.sessionId;
  }

  /** Keys that should be open at the platform. */
  wanted(): string[] {
    const { destinations } = this.#session.plan;
    return destinations.flatMap(({ desired, streamKey }) => (desired === 'send' ? [streamKey] : [])).sort();
  }

  statuses(): string[] {
    const { destinations } = this.#session.plan;
    return destinations.map(({ desired }) => (desired === 'send' ? 'LIVE' : 'DISCONNECTED'));
  }

  async begin(): Promise<void> {
    await this.#node.put(this.#session.plan);
    this.#encoder.connect();
    await vi.waitFor(
      () => expect(this.#api.session(this.sessionId)?.ingest.status).toBe('publishing'),
      SETTLED,
    );
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case 'lane-dies': {
        const id = this.#api.session(this.sessionId)?.runId;
        const lane = this.#api.latest?.lanes.find((one) => one.id === id);
        if (lane !== undefined) tryKill(lane.pid);
        return;
      }
      case 'control-dies':
        await this.#node.end('SIGKILL');
        this.#controlRuns = false;
        return;
      case 'control-returns':
        return this.#restart();
      case 'encoder-returns':
        await this.#encoder.disconnect();
        this.#encoder.connect();
        return;
      case 'a-moment':
        await new Promise((resolve) => setImmediate(resolve));
        return;
      default:
        return this.#change(step.slot, step.do);
    }
  }

  /** Everything runs, and an encoder tries anew. */
  async settle(): Promise<void> {
    await this.#restart();
    await this.#encoder.disconnect();
    this.#encoder.connect();
  }

  async end(): Promise<void> {
    await this.#put({ desired: 'ended', endReason: 'USER_ENDED' });
    await vi.waitFor(
      () => expect(this.#api.session(this.sessionId)?.endedReason).toBe('USER_ENDED'),
      SETTLED,
    );
    await this.#encoder[Symbol.asyncDispose]();
  }

  async #change(slot: number, what: 'pause' | 'resume' | 'new-key'): Promise<void> {
    const destinations = this.#session.plan.destinations.map((one, index) => {
      if (index !== slot) return one;
      if (what === 'new-key') return { ...one, streamKey: this.#key(slot) };
      return { ...one, desired: what === 'pause' ? ('pause' as const) : ('send' as const) };
    });
    await this.#put({ destinations });
  }

  async #put(change: Partial<SessionPlanWire>): Promise<void> {
    Object.assign(this.#session.plan, change, { version: this.#session.plan.version + 1 });
    if (this.#controlRuns) await this.#node.put(this.#session.plan);
  }

  /** The API sends the plan again to a node that comes back with an older one. */
  async #restart(): Promise<void> {
    if (!this.#controlRuns) await this.#node.start();
    this.#controlRuns = true;
    await this.#node.put(this.#session.plan);
  }

  #key(slot: number): string {
    this.#keys += 1;
    return `${this.#name}slot${slot}-${this.#keys}`;
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
