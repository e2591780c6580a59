import type { GivenSession, SessionRecord } from '../../fanout/public.ts';
import type { LaneSessionFacts } from '../edge/contract.ts';
import type { LaneClient } from '../edge/lane-client.ts';
import { orphaned } from './orphaned.ts';

/** One session as the control process holds it. */
export class Held {
  record: SessionRecord;
  /** The lane that carries it; null while none does. */
  laneId: string | null = null;
  /** What its lane last reported. */
  facts: LaneSessionFacts | null = null;
  /** The next lane is told that the one before died. */
  restarted: boolean;
  /** Settles when its lane has taken what it was given last. */
  given: Promise<void> = Promise.resolve();
  #events: GivenSession['events'];
  #sending = 0;
  #turns = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ record, events, restarted }: GivenSession) {
    this.record = record;
    this.restarted = restarted;
    this.#events = events;
  }

  /** It is on its way to a lane, or from one to another. */
  get moving(): boolean {
    return this.#sending > 0 || this.#turns > 0;
  }

  /** Gives it, as it is now, to a lane. */
  send(lane: LaneClient): Promise<void> {
    const { record, restarted } = this;
    this.#sending += 1;
    this.given = lane.give({ record, events: this.#events, restarted }).finally(() => {
      this.#sending -= 1;
    });
    return this.given;
  }

  /** Takes what its lane reports; true when that changes what has to be stored. */
  learn(facts: LaneSessionFacts): boolean {
    this.facts = facts;
    // From now on the lane keeps these.
    this.#events = [];
    this.restarted = false;
    const { publishedAt, endedReason, endedAt } = facts.record;
    const { record } = this;
    if (record.publishedAt === publishedAt && record.endedReason === endedReason) return false;
    this.record = { ...record, publishedAt, endedReason, endedAt };
    return true;
  }

  /** Its lane gave it up. */
  takeBack({ record, events }: GivenSession): void {
    this.record = { ...record, plan: this.record.plan };
    this.#events = events;
    this.laneId = null;
  }

  /** Its lane died: what that had reported is all that is known, apart from what ended with it. */
  lost(now: number): void {
    this.laneId = null;
    this.restarted = true;
    this.#events = this.facts?.events ?? this.#events;
    this.facts &&= orphaned(this.facts, now);
  }

  /** Does one thing with it after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#turns += 1;
    const turn = this.#turn.then(work).finally(() => {
      this.#turns -= 1;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
