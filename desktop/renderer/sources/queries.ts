import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ApiClient } from '../api/client.ts';
import { refresh } from '../page/refresh.ts';

const ALL = ['sources'];
const one = (id: string): string[] => [...ALL, id];

export const sourceQueries = {
  /** All sources with their destinations, whether they are live, and what is used of the plan. */
  list: (api: ApiClient) =>
    queryOptions({
      queryKey: [...ALL, 'list'],
      meta: { shows: ['sources', 'destinations', 'sessions'] },
      queryFn: ({ signal }) => api.call('streamsInfo', {}, signal),
    }),
  one: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: one(id),
      meta: { shows: ['sessions'] },
      queryFn: ({ signal }) => api.call('getSource', { params: { id } }, signal),
    }),
};

/** Shows a source that was just created or changed, and reloads what lists it. */
export async function showSource(queryClient: QueryClient, source: SourceView): Promise<void> {
  queryClient.setQueryData(one(source.id), source);
  await refresh(queryClient, 'sources');
}

export function removeSource(queryClient: QueryClient, id: string): void {
  queryClient.removeQueries({ queryKey: one(id) });
}

export function forgetSources(queryClient: QueryClient): void {
  queryClient.removeQueries({ queryKey: ALL });
}
