import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import { refresh } from '../../page/refresh.ts';
import { useIngestKeys } from '../../sources/public.ts';
import { dropPendingAnswer, refetchSession, takeSnapshot } from './current.ts';

/** Requests for the session of a source. Each answer is a whole snapshot and shown at once. */
export function useSessionActions(sourceId: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  const keep = useIngestKeys((state) => state.keep);

  const goLive = useMutation({
    mutationFn: (wish: { title?: string; destination_ids?: string[] }) =>
      api.call('goLive', { params: { sourceId }, body: wish }),
    onMutate: () => dropPendingAnswer(queryClient, sourceId),
    onSuccess: ({ session, ingest }) => {
      takeSnapshot(queryClient, sourceId, session);
      keep(sourceId, { ingest, scope: 'session' });
    },
  });
  const end = useMutation({
    mutationFn: () => api.call('endLive', { params: { sourceId } }),
    onMutate: () => dropPendingAnswer(queryClient, sourceId),
    onSettled: () => Promise.all([refetchSession(queryClient, sourceId), refresh(queryClient, 'sessions')]),
  });
  return { goLive, end };
}
