import type { SessionPlan } from '@neustream/shared/contracts/media-control.ts';
import type { NewEvent } from './event-log.ts';
import { LiveSession, type LiveSessionDeps } from './live-session.ts';

/** Every session that this node holds. */
export class Sessions {
  readonly #deps: LiveSessionDeps;
  readonly #byId = new Map<string, LiveSession>();

  constructor(deps: LiveSessionDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): LiveSession[] {
    return [...this.#byId.values()];
  }

  /** The session whose encoders publish to this path and that has not ended. */
  publishingTo(publicId: string): LiveSession | null {
    const open = this.all().filter((session) => session.plan.publicId === publicId && !session.ended);
    return open.at(-1) ?? null;
  }

  /** Whether a session should send to this destination. */
  sendTo(destinationId: string): boolean {
    return this.all().some(
      ({ ended, plan }) =>
        !ended && plan.destinations.some(({ id, desired }) => id === destinationId && desired === 'send'),
    );
  }

  /** Resumes what the node held when it last ran. Call once, before plans arrive. */
  restore(): void {
    for (const record of this.#deps.store.load()) {
      const session = new LiveSession(record, this.#deps);
      this.#byId.set(record.plan.sessionId, session);
      session.events.add({ kind: 'node.restarted', hop: 'ingest', data: {} });
      session.begin();
    }
  }

  /**
   * Takes a plan; one that is older than the plan held, or repeats it, changes nothing.
   * @returns the version held afterwards
   */
  accept(plan: SessionPlan): number {
    const held = this.#byId.get(plan.sessionId);
    if (held !== undefined) {
      held.applyPlan(plan);
      return held.plan.version;
    }
    const acceptedAt = this.#deps.now();
    const record = { plan, acceptedAt, publishedAt: null, endedReason: null, endedAt: null };
    const session = new LiveSession(record, this.#deps);
    this.#byId.set(plan.sessionId, session);
    session.begin();
    this.#deps.onChange();
    return plan.version;
  }

  /** Drops sessions that the API no longer wants held. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      const session = this.#byId.get(id);
      if (session === undefined) continue;
      this.#byId.delete(id);
      void session.drop();
    }
  }

  /** Adds one line to the timeline of every session that has not ended. */
  recordForAll(event: NewEvent): void {
    for (const session of this.all()) if (!session.ended) session.events.add(event);
  }

  /** Adds the frames dropped since the last call to every session's timeline. */
  recordDrops(): void {
    for (const session of this.all()) session.recordDrops();
  }

  /** Closes every relay because this process is stopping; plans stay stored. */
  async suspend(): Promise<void> {
    await Promise.all(this.all().map((session) => session.suspend()));
  }
}
