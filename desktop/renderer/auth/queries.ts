import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { create } from 'zustand';
import type { Answer, ApiClient } from '../api/client.ts';

type User = NonNullable<Answer<'me'>>;

const ME = ['auth', 'me'];
const DEVICES = ['auth', 'devices'];

export const authQueries = {
  /** Who is signed in; null when nobody is. */
  me: (api: ApiClient) =>
    queryOptions({
      queryKey: ME,
      staleTime: 60_000,
      queryFn: ({ signal }) =>
        api.call('me', {}, signal).catch((error: unknown) => {
          if (error instanceof ApiFailure && error.status === 401) return null;
          throw error;
        }),
    }),
  devices: (api: ApiClient) =>
    queryOptions({
      queryKey: DEVICES,
      meta: { shows: ['devices'] },
      queryFn: async ({ signal }) => (await api.call('devices', {}, signal)).devices,
    }),
};

/** Whether the person was signed out by the server: they signed out elsewhere, or were away for too long. */
export const useSignedOutElsewhere = create<{ is: boolean }>()(() => ({ is: false }));

/** The server knows the person no more; call it before they are forgotten. */
export function noteSignedOutElsewhere(queryClient: QueryClient): void {
  // Guests are told nothing: they have not been signed in.
  if (queryClient.getQueryData(ME) != null) useSignedOutElsewhere.setState({ is: true });
}

/** From now on, shows the pages of this person. */
export function setSignedIn(queryClient: QueryClient, user: User): void {
  useSignedOutElsewhere.setState({ is: false });
  queryClient.setQueryData(ME, user);
}

/** Takes every page that requires signing in to the sign-in page. */
export function setSignedOut(queryClient: QueryClient): void {
  queryClient.setQueryData(ME, null);
  queryClient.removeQueries({ queryKey: DEVICES });
}
