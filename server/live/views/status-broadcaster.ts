import type { ServerEvent, ServerEventName } from '@neustream/shared/contracts/server-events.ts';
import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { errorFields, type Log } from '../../infra/log.ts';
import { liveMinutes } from './live-minutes.ts';

/** How often changes of counters are shown at most, in ms. Changes of state are shown at once. */
const COALESCE_MS = 500;

export interface StatusBroadcaster extends Disposable {
  /** Shows the session in its current state to everybody watching its source. */
  announce(session: { id: string; sourceId: string }, options: { urgent: boolean }): void;
}

interface Deps {
  view(sessionId: string): Promise<SessionView | null>;
  /** Sends to the owner's screens that joined this source. */
  emit<N extends ServerEventName>(sourceId: string, name: N, payload: ServerEvent<N>): void;
  isWatched(sourceId: string): boolean;
  clock: () => number;
  log: Log;
}

/** Sends screens the state of sessions. */
export function statusOf(view: SessionView): ServerEvent<'stream-status'> {
  const words = {
    STARTING: 'starting',
    LIVE: 'live',
    ENDING: 'live',
    ENDED: 'offline',
    ERROR: 'offline',
  } as const;
  return { sourceId: view.source_id, status: words[view.status], session: view };
}

export function createStatusBroadcaster(deps: Deps): StatusBroadcaster {
  const lastShown = new Map<string, number>();
  const planned = new Map<string, NodeJS.Timeout>();

  async function show(id: string): Promise<void> {
    clearTimeout(planned.get(id));
    planned.delete(id);
    lastShown.set(id, deps.clock());
    const view = await deps.view(id);
    if (!view) return;
    deps.emit(view.source_id, 'stream-status', statusOf(view));
    if (view.ended_at === null) return;
    lastShown.delete(id);
    const duration_minutes = liveMinutes(view.live_at, view.ended_at);
    deps.emit(view.source_id, 'stream-ended', { sourceId: view.source_id, sessionId: id, duration_minutes });
  }

  function showSafely(id: string): void {
    show(id).catch((error: unknown) =>
      deps.log.warn({ sessionId: id, ...errorFields(error) }, 'A status could not be sent to screens.'),
    );
  }

  return {
    announce({ id, sourceId }, { urgent }) {
      // Open sessions are announced each second, so nothing is remembered of one that nobody watches any more.
      if (!deps.isWatched(sourceId)) return void lastShown.delete(id);
      const wait = (lastShown.get(id) ?? 0) + COALESCE_MS - deps.clock();
      if (urgent || wait <= 0) showSafely(id);
      else if (!planned.has(id))
        planned.set(
          id,
          setTimeout(() => showSafely(id), wait),
        );
    },
    [Symbol.dispose]() {
      for (const timer of planned.values()) clearTimeout(timer);
    },
  };
}
