import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import { useFailureText } from '../../api/use-failure-text.ts';
import { useIngestKeys } from '../../sources/ingest-keys.ts';
import { useNotify } from '../../ui/toast.tsx';
import { useLiveStore } from './live-store.ts';

export type RelayAction = 'retryRelay' | 'pauseRelay' | 'resumeRelay' | 'addRelay' | 'removeRelay';

/** Orders for the session of a source. Each answer is a whole snapshot and shown at once. */
export function useSessionActions(sourceId: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  const take = useLiveStore((state) => state.take);
  const keep = useIngestKeys((state) => state.keep);

  const goLive = useMutation({
    mutationFn: () => api.call('goLive', { params: { sourceId }, body: {} }),
    onMutate: () => queryClient.cancelQueries({ queryKey: ['current', sourceId] }),
    onSuccess: ({ session, ingest }) => {
      take(sourceId, session);
      keep(sourceId, { ingest, scope: 'session' });
    },
  });
  const end = useMutation({
    mutationFn: () => api.call('endLive', { params: { sourceId } }),
    onMutate: () => queryClient.cancelQueries({ queryKey: ['current', sourceId] }),
    onSettled: () => queryClient.invalidateQueries(),
  });
  return { goLive, end };
}

/** An order for one destination of an open session. */
export function useRelayAction(sourceId: string) {
  const api = useApi();
  const take = useLiveStore((state) => state.take);
  const notify = useNotify();
  const text = useFailureText();
  return useMutation({
    mutationFn: (order: { action: RelayAction; sessionId: string; destinationId: string }) =>
      api.call(order.action, { params: { id: order.sessionId, destinationId: order.destinationId } }),
    onSuccess: (session) => take(sourceId, session),
    onError: (error) => {
      const { message, action } = text(error);
      notify(message, { description: action, error: true });
    },
  });
}
