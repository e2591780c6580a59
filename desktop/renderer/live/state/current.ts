import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Answer, ApiClient } from '../../api/client.ts';
import { refresh } from '../../page/refresh.ts';
import { isOpen, OFFLINE, type SourceLive, withSnapshot } from './live-state.ts';

type CurrentAnswer = Answer<'currentSession'>;

/** All that is known of a source's session. The query cache is its only home, whichever way it came. */
export interface Current {
  live: SourceLive;
  /** The newest session this page has seen, open or not. */
  last: SessionView | null;
  /** How to watch and where to publish; null until the server was asked for the first time. */
  around: Pick<CurrentAnswer, 'preview' | 'endpoints'> | null;
}

const UNKNOWN: Current = { live: OFFLINE, last: null, around: null };

const ALL = ['live'];
const keyOf = (sourceId: string): string[] => [...ALL, sourceId];

/** Takes a snapshot in, or that no session is open; an older snapshot changes nothing. */
export function withSession(current: Current, session: SessionView | null, now: number): Current {
  const live = withSnapshot(current.live, session, now);
  return live === current.live ? current : { ...current, live, last: live.session ?? current.last };
}

/** What screens beside this one show of a session: which one is open, and how far it is. */
export function phaseOf({ live: { session } }: Current): string {
  return isOpen(session) ? `${session.id} ${session.status}` : 'none';
}

export const liveQueries = {
  current: (api: ApiClient, sourceId: string) =>
    queryOptions({
      queryKey: keyOf(sourceId),
      meta: { shows: ['destinations'] },
      // Compared by version already, and too long to be compared by value each second.
      structuralSharing: false,
      queryFn: async ({ signal, client }): Promise<Current> => {
        const { session, ...around } = await api.call('currentSession', { params: { sourceId } }, signal);
        // Read after the answer came: the socket may have brought something newer meanwhile.
        const before = client.getQueryData<Current>(keyOf(sourceId)) ?? UNKNOWN;
        const after = { ...withSession(before, session, Date.now()), around };
        if (phaseOf(before) !== phaseOf(after)) void refresh(client, 'sessions');
        return after;
      },
    }),
};

/** Shows a snapshot that came by the socket or as the answer to a request. */
export function takeSnapshot(queryClient: QueryClient, sourceId: string, session: SessionView | null): void {
  const queryKey = keyOf(sourceId);
  const before = queryClient.getQueryData<Current>(queryKey) ?? UNKNOWN;
  const after = withSession(before, session, Date.now());
  if (after === before) return;
  queryClient.setQueryData<Current>(queryKey, after);
  if (phaseOf(before) === phaseOf(after)) return;
  // Preview and addresses depend on the session's status; only the server knows them.
  void queryClient.invalidateQueries({ queryKey });
  void refresh(queryClient, 'sessions');
}

/** Asks the server anew for the session of a source. */
export function askAgain(queryClient: QueryClient, sourceId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keyOf(sourceId) });
}

/** Drops an answer that is under way, because it would be older than what is about to be asked for. */
export function dropPendingAnswer(queryClient: QueryClient, sourceId: string): Promise<void> {
  return queryClient.cancelQueries({ queryKey: keyOf(sourceId) });
}

export function forgetLive(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
