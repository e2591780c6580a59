import type {
  NodeSession,
  NodeSnapshot,
  SessionPlan,
  SnapshotAnswer,
} from '@neustream/shared/contracts/media-control.ts';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { Logger } from 'pino';
import type { PlanStore } from '../../fanout/public.ts';
import type { LaneSessionFacts, ReadLaneReport } from '../edge/contract.ts';
import type { LaneClient } from '../edge/lane-client.ts';
import { Held } from './held.ts';
import { type LaneLoad, leastLoaded } from './placement.ts';

/** A lane as sessions are placed on it. */
export interface PlaceableLane {
  readonly id: string;
  readonly port: number;
  readonly load: number;
  readonly calls: LaneClient;
}

export interface BoardDeps {
  store: PlanStore;
  /** A lane that runs; null once it has died. */
  lane(id: string): PlaceableLane | null;
  /** The lanes that take new sessions. */
  open(): readonly PlaceableLane[];
  /** Something that the next snapshot should report soon. */
  onChange(): void;
  /** This destination is about to be sent to. */
  onSending(destinationId: string): void;
  log: Logger;
  now: Clock;
}

/** Where a session is for an encoder that wants to publish to it. */
export type Place = { session: 'here' } | { session: 'elsewhere'; port: number };

/** Every session of this node: what is desired and stored of it, which lane carries it, and what that reports. */
export class SessionBoard {
  readonly #deps: BoardDeps;
  readonly #byId = new Map<string, Held>();
  /** Events that the API has stored and a lane still reports. */
  #stored = new Set<string>();

  constructor(deps: BoardDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** How many sessions a lane carries. */
  sessionsOn(laneId: string): number {
    return this.#on(laneId).length;
  }

  /** Reads what the node held when it last ran. Call once, before lanes report. */
  restore(): void {
    for (const record of this.#deps.store.load()) {
      this.#byId.set(record.plan.sessionId, new Held({ record, events: [], restarted: true }));
    }
  }

  /** Gives every session to a lane that none carries. */
  placeWaiting(): void {
    for (const held of this.#byId.values()) if (held.laneId === null) this.#place(held);
  }

  /**
   * Takes a plan; one that is older than the plan held, or repeats it, changes nothing.
   * @returns the version held afterwards
   */
  accept(plan: SessionPlan, laneId?: string): number {
    const known = this.#byId.get(plan.sessionId);
    if (known !== undefined && plan.version <= known.record.plan.version) return known.record.plan.version;
    const held = known ?? this.#hold(plan);
    held.record = { ...held.record, plan };
    this.#deps.store.save(held.record);
    for (const id of sentTo(plan)) this.#deps.onSending(id);
    // One that is on its way to another lane is sent there when it has been given up.
    if (known === undefined) this.#place(held, laneId);
    else void held.inTurn(async () => (held.laneId === null ? this.#place(held) : this.#send(held)));
    this.#deps.onChange();
    return plan.version;
  }

  /** The session whose encoders publish to this path and that has not ended. */
  publishingTo(publicId: string): Held | null {
    const open = [...this.#byId.values()].filter(
      ({ record }) => record.plan.publicId === publicId && record.endedReason === null,
    );
    return open.at(-1) ?? null;
  }

  /** Whether a session should send to this destination. */
  sendsTo(destinationId: string): boolean {
    return [...this.#byId.values()].some(
      ({ record }) => record.endedReason === null && sentTo(record.plan).includes(destinationId),
    );
  }

  /** The lane that carries a session; null when none does at the moment. */
  laneOf({ laneId }: Held): PlaceableLane | null {
    return laneId === null ? null : this.#deps.lane(laneId);
  }

  /**
   * Brings a session to a lane to which its encoder came, unless it has begun in another.
   * @throws when the lane that has it does not answer, or the other one has died
   */
  bring(held: Held, laneId: string): Promise<Place> {
    return held.inTurn(async () => {
      if (this.#deps.lane(laneId) === null) throw new Error(`there is no lane ${laneId} any more`);
      const holder = this.laneOf(held);
      if (holder !== null && holder.id !== laneId) {
        const released = await holder.calls.release(held.record.plan.sessionId);
        if (released === null) return { session: 'elsewhere', port: holder.port };
        held.takeBack(released);
      }
      if (held.laneId !== laneId) this.#place(held, laneId);
      await held.given;
      return { session: 'here' };
    });
  }

  /** Moves what has not begun away from a lane that takes nothing new. */
  async clear(laneId: string): Promise<void> {
    for (const held of this.#on(laneId)) {
      const other = this.#leastLoaded(laneId);
      if (other !== null) await this.bring(held, other.id).catch(() => undefined);
    }
  }

  /**
   * Takes what a lane reports. Of a session whose report cannot be read it is known only that the lane carries it.
   * @returns sessions of the report that the lane should let go of, and its events that are stored
   */
  reported({ laneId, sessions, refused }: ReadLaneReport): { drop: string[]; storedEvents: string[] } {
    const reported = new Set(idsOf({ sessions, refused }));
    const drop = [...reported].filter((id) => this.#byId.get(id)?.laneId !== laneId);
    for (const facts of sessions) {
      const held = this.#byId.get(facts.sessionId);
      if (held?.laneId === laneId) this.#learn(held, facts);
    }
    for (const held of this.#on(laneId)) {
      const version = held.facts?.version ?? 0;
      const lacks = !reported.has(held.record.plan.sessionId) || version < held.record.plan.version;
      if (lacks && !held.moving) this.#send(held);
    }
    const events = sessions.flatMap((session) => session.events.map(({ id }) => id));
    this.#deps.onChange();
    return { drop, storedEvents: events.filter((id) => this.#stored.has(id)) };
  }

  /** Takes over what a lane carries that an earlier control process started. */
  async adopt({ laneId, sessions, refused }: ReadLaneReport): Promise<void> {
    const lane = this.#deps.lane(laneId);
    const factsOf = new Map(sessions.map((facts) => [facts.sessionId, facts]));
    for (const id of idsOf({ sessions, refused })) {
      const held = this.#byId.get(id) ?? (await this.#learnOf(id, lane));
      if (held === null || held.laneId !== null) continue;
      held.laneId = laneId;
      held.restarted = false;
      const facts = factsOf.get(id);
      if (facts !== undefined) this.#learn(held, facts);
    }
  }

  /** A lane died: its sessions go on in others. */
  laneDied(laneId: string): void {
    for (const held of this.#on(laneId)) {
      held.lost(this.#deps.now());
      this.#place(held);
    }
    this.#deps.onChange();
  }

  /** What the API is told. */
  sessions(): NodeSession[] {
    return [...this.#byId.values()].flatMap(({ facts }) => {
      if (facts === null) return [];
      const { record: _record, ...session } = facts;
      return [{ ...session, events: session.events.filter(({ id }) => !this.#stored.has(id)) }];
    });
  }

  /**
   * Forgets what the API's answer to exactly this snapshot says it has stored or no longer wants held. It can only drop
   * sessions that were in the snapshot: the answer does not know of one that arrived in the meantime.
   */
  apply(answer: SnapshotAnswer, snapshot: NodeSnapshot): void {
    const wanted = new Set(answer.sessions.map(({ sessionId }) => sessionId));
    for (const { sessionId } of snapshot.sessions) if (!wanted.has(sessionId)) this.#drop(sessionId);
    const reported = [...this.#byId.values()].flatMap(({ facts }) => facts?.events.map(({ id }) => id) ?? []);
    const stored = new Set([...this.#stored, ...answer.storedEvents]);
    this.#stored = new Set(reported.filter((id) => stored.has(id)));
  }

  #on(laneId: string): Held[] {
    return [...this.#byId.values()].filter((held) => held.laneId === laneId);
  }

  #hold(plan: SessionPlan): Held {
    const course = { publishedAt: null, endedReason: null, endedAt: null };
    const record = { plan, acceptedAt: this.#deps.now(), ...course };
    const held = new Held({ record, events: [], restarted: false });
    this.#byId.set(plan.sessionId, held);
    return held;
  }

  /** Gives it to the lane that is wished for, as long as that lives; otherwise to the one with the most room, if any. */
  #place(held: Held, wished?: string): void {
    const lives = wished !== undefined && this.#deps.lane(wished) !== null;
    const laneId = lives ? wished : this.#leastLoaded()?.id;
    if (laneId === undefined) return;
    held.laneId = laneId;
    this.#send(held);
  }

  #leastLoaded(except?: string): (LaneLoad & { id: string }) | null {
    const open = this.#deps.open().filter(({ id }) => id !== except);
    return leastLoaded(open.map(({ id, load }) => ({ id, load, sessions: this.sessionsOn(id) })));
  }

  /** Repeats are harmless: what a lane lacks is seen in its next report, and sent again. */
  #send(held: Held): void {
    const lane = this.laneOf(held);
    if (lane === null) return;
    held.send(lane.calls).catch((error: unknown) => {
      const { sessionId } = held.record.plan;
      this.#deps.log.warn({ err: error, sessionId, lane: lane.id }, 'a lane did not take a session yet');
    });
  }

  #learn(held: Held, facts: LaneSessionFacts): void {
    if (held.learn(facts)) this.#deps.store.save(held.record);
  }

  /** A session that could not be stored, because of a full disk for example, is known to its lane alone. */
  async #learnOf(sessionId: string, lane: PlaceableLane | null): Promise<Held | null> {
    const given = await lane?.calls.session(sessionId).catch(() => null);
    if (given == null) return null;
    const held = new Held(given);
    this.#byId.set(sessionId, held);
    return held;
  }

  #drop(sessionId: string): void {
    const held = this.#byId.get(sessionId);
    if (held === undefined) return;
    this.#byId.delete(sessionId);
    this.#deps.store.forget(sessionId);
    // Should this be lost: the lane's next report names a session that is none of its own.
    this.laneOf(held)
      ?.calls.forget(sessionId)
      .catch(() => undefined);
  }
}

/** The sessions of a report, also those that cannot be read as long as their id can. */
function idsOf({ sessions, refused }: Pick<ReadLaneReport, 'sessions' | 'refused'>): string[] {
  return [...sessions, ...refused].flatMap(({ sessionId }) => sessionId ?? []);
}

function sentTo({ destinations }: SessionPlan): string[] {
  return destinations.filter(({ desired }) => desired === 'send').map(({ id }) => id);
}
