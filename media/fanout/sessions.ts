import type { NewEvent } from './event-log.ts';
import { LiveSession, type LiveSessionDeps } from './live-session.ts';
import type { GivenSession } from './session-record.ts';

/** Every session that this process carries. */
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

  find(id: string): LiveSession | null {
    return this.#byId.get(id) ?? null;
  }

  /** The session whose encoders publish to this path and that has not ended. */
  publishingTo(publicId: string): LiveSession | null {
    const open = this.all().filter((session) => session.plan.publicId === publicId && !session.ended);
    return open.at(-1) ?? null;
  }

  /**
   * Takes a session, or a newer plan of one that is held; an older or equal plan changes nothing.
   * @returns the version held afterwards
   */
  take(given: GivenSession): number {
    const { plan } = given.record;
    const held = this.#byId.get(plan.sessionId);
    if (held !== undefined) {
      held.applyPlan(plan);
      return held.plan.version;
    }
    const session = new LiveSession(given, this.#deps);
    this.#byId.set(plan.sessionId, session);
    session.begin();
    this.#deps.onChange();
    return plan.version;
  }

  /** Gives a session up for another process to carry it on; null when it has begun here, or is not held. */
  release(id: string): GivenSession | null {
    const released = this.#byId.get(id)?.release() ?? null;
    if (released !== null) {
      this.#byId.delete(id);
      this.#deps.onChange();
    }
    return released;
  }

  /** Lets go of sessions that are no longer wanted here. */
  drop(ids: readonly string[]): void {
    for (const id of ids) {
      const session = this.#byId.get(id);
      if (session === undefined) continue;
      this.#byId.delete(id);
      if (!session.ended) void session.end('INTERNAL');
    }
    this.#deps.onChange();
  }

  /** Adds one line to the timeline of every session that has not ended and that this is about. */
  recordForAll(event: NewEvent, concerns: (session: LiveSession) => boolean = () => true): void {
    for (const session of this.all()) if (!session.ended && concerns(session)) session.events.add(event);
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
