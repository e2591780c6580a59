import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useEdges } from '../../api/context.tsx';
import { queries } from '../../api/queries.ts';
import { isOpen } from './live-state.ts';
import { useLiveStore, useSourceLive } from './live-store.ts';

/** How often the open session is asked for when the socket is away, and when it is there, in ms. */
const POLL_MS = 2000;
const CALM_POLL_MS = 30_000;

/** The live state of a source: snapshots by socket, by HTTP while the socket is away. */
export function useSourceSession(sourceId: string) {
  const { api, socket } = useEdges();
  const queryClient = useQueryClient();
  const connected = useLiveStore((state) => state.connected);
  const take = useLiveStore((state) => state.take);
  const live = useSourceLive(sourceId);
  const current = useQuery({
    ...queries.current(api, sourceId),
    refetchInterval: connected ? CALM_POLL_MS : POLL_MS,
  });

  useEffect(() => socket.watch(sourceId), [socket, sourceId]);

  useEffect(() => {
    if (current.data !== undefined) take(sourceId, current.data.session);
  }, [current.data, sourceId, take]);

  const session = isOpen(live.session) ? live.session : null;
  const phase = session === null ? 'none' : `${session.id} ${session.status}`;
  const [seen, setSeen] = useState(phase);
  useEffect(() => {
    if (phase === seen) return;
    setSeen(phase);
    // The preview and the list of sources depend on the session's status.
    for (const queryKey of [['current', sourceId], ['streams'], ['source', sourceId]]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  }, [phase, seen, queryClient, sourceId]);

  const [last, setLast] = useState<SessionView | null>(null);
  useEffect(() => {
    if (live.session !== null) setLast(live.session);
  }, [live.session]);

  return { live, session, last, current };
}
