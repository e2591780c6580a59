import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Answer, ApiClient } from '../../api/client.ts';
import { refresh } from '../../page/refresh.ts';
import { isOpen, OFFLINE, type SourceLive, withSnapshot } from './live-state.ts';

type CurrentAnswer = Answer<'currentSession'>;

/** All that is known of a source's session. The query cache is its only home, however it arrived. */
export interface Current {
  live: SourceLive;
  /** The newest session this page has seen, open or not. */
  last: SessionView | null;
  /** How to watch and where to publish; null until the server has been asked for the first time. */
  around: Pick<CurrentAnswer, 'preview' | 'endpoints'> | null;
}

const UNKNOWN: Current = { live: OFFLINE, last: null, around: null };

const ALL = ['live'];
const keyOf = (sourceId: string): string[] => [...ALL, sourceId];

/** Stores a snapshot, or that no session is open; an older snapshot changes nothing. */
export function withSession(current: Current, session: SessionView | null, now: number): Current {
  const live = withSnapshot(current.live, session, now);
  return live === current.live ? current : { ...current, live, last: live.session ?? current.last };
}

/** What other parts of the page show of a session: which one is open, and its status. */
export function phaseOf({ live: { session } }: Current): string {
  return isOpen(session) ? `${session.id} ${session.status}` : 'none';
}

export const liveQueries = {
  current: (api: ApiClient, sourceId: string) =>
    queryOptions({
      queryKey: keyOf(sourceId),
      meta: { shows: ['destinations'] },
      // Compared by version already, and too large to be compared by value every second.
      structuralSharing: false,
      queryFn: async ({ signal, client }): Promise<Current> => {
        const { session, ...around } = await api.call('currentSession', { params: { sourceId } }, signal);
        // Read after the answer came: the socket may have brought something newer in the meantime.
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
  // Preview and addresses depend on the session's status, and only the server knows them.
  void queryClient.invalidateQueries({ queryKey });
  void refresh(queryClient, 'sessions');
}

/** Queries the server again for the session of a source. */
export function refetchSession(queryClient: QueryClient, sourceId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keyOf(sourceId) });
}

/** Cancels a request in progress, because its answer would be older than the one about to be requested. */
export function dropPendingAnswer(queryClient: QueryClient, sourceId: string): Promise<void> {
  return queryClient.cancelQueries({ queryKey: keyOf(sourceId) });
}

export function forgetLive(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
