import type { QueryClient } from '@tanstack/react-query';

/** Subjects that queries show and changes affect, so that neither has to know the other's feature. */
export type Subject = 'devices' | 'sources' | 'destinations' | 'sessions';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** Subjects whose change makes the answer stale. */
      shows?: readonly Subject[];
    };
  }
}

/** Reloads whatever shows one of these subjects. */
export function refresh(queryClient: QueryClient, ...changed: Subject[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ meta }) => meta?.shows?.some((subject) => changed.includes(subject)) ?? false,
  });
}
