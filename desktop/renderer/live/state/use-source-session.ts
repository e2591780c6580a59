import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConnection } from '../../api/connection.ts';
import { usePageDeps } from '../../api/context.tsx';
import { liveQueries } from './current.ts';
import { isOpen, OFFLINE } from './live-state.ts';

/** How often the open session is queried while the socket is disconnected, and while it is connected, in ms. */
const POLL_MS = 2000;
const CALM_POLL_MS = 30_000;

/**
 * The live state of a source: snapshots over the socket, and over HTTP while the socket is disconnected. An empty id is no
 * source: nothing is asked.
 */
export function useSourceSession(sourceId: string) {
  const { api, socket } = usePageDeps();
  const connected = useConnection((state) => state.connected);
  const { data } = useQuery({
    ...liveQueries.current(api, sourceId),
    enabled: sourceId !== '',
    refetchInterval: connected ? CALM_POLL_MS : POLL_MS,
  });

  useEffect(() => (sourceId === '' ? undefined : socket.watch(sourceId)), [socket, sourceId]);

  const live = data?.live ?? OFFLINE;
  return {
    live,
    /** The open session. */
    session: isOpen(live.session) ? live.session : null,
    last: data?.last ?? null,
    around: data?.around ?? null,
  };
}
