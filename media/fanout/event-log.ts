import { randomUUID } from 'node:crypto';
import type { Clock } from '@neustream/shared/kernel/clock.ts';
import type { NodeEvent } from '@neustream/shared/live/events.ts';

/** The most that is kept while the API is away; the oldest are dropped first. */
const MOST_EVENTS = 1000;

export type NewEvent = Pick<NodeEvent, 'kind' | 'hop' | 'data'> & { destinationId?: string };

/** A session's events until the API has stored them. */
export class EventLog {
  readonly #now: Clock;
  readonly #onEvent: () => void;
  #events: NodeEvent[];

  /** @param earlier what happened in the session before this process carried it, and is not stored yet */
  constructor(now: Clock, onEvent: () => void, earlier: readonly NodeEvent[] = []) {
    this.#now = now;
    this.#onEvent = onEvent;
    this.#events = [...earlier];
  }

  add({ kind, hop, data, destinationId }: NewEvent): void {
    this.#events.push({
      id: randomUUID(),
      at: this.#now(),
      kind,
      hop,
      destinationId: destinationId ?? null,
      data,
    });
    if (this.#events.length > MOST_EVENTS) this.#events.shift();
    this.#onEvent();
  }

  /** Events not yet stored by the API, oldest first. */
  list(): NodeEvent[] {
    return [...this.#events];
  }

  /** Forgets what the API has stored. */
  forget(ids: ReadonlySet<string>): void {
    this.#events = this.#events.filter((event) => !ids.has(event.id));
  }
}
