import { queryOptions } from '@tanstack/react-query';
import type { ApiClient } from './client.ts';
import { ApiFailure } from './failure.ts';

/** Everything that pages read over HTTP, by the key it is cached under. */
export const queries = {
  me: (api: ApiClient) =>
    queryOptions({
      queryKey: ['me'],
      staleTime: 60_000,
      queryFn: ({ signal }) =>
        api.call('me', {}, signal).catch((error: unknown) => {
          if (error instanceof ApiFailure && error.status === 401) return null;
          throw error;
        }),
    }),
  streams: (api: ApiClient) =>
    queryOptions({ queryKey: ['streams'], queryFn: ({ signal }) => api.call('streamsInfo', {}, signal) }),
  source: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: ['source', id],
      queryFn: ({ signal }) => api.call('getSource', { params: { id } }, signal),
    }),
  destinations: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: ['destinations', id],
      queryFn: async ({ signal }) =>
        (await api.call('listDestinations', { params: { id } }, signal)).destinations,
    }),
  current: (api: ApiClient, sourceId: string) =>
    queryOptions({
      queryKey: ['current', sourceId],
      queryFn: ({ signal }) => api.call('currentSession', { params: { sourceId } }, signal),
    }),
  report: (api: ApiClient, id: string) =>
    queryOptions({
      queryKey: ['report', id],
      queryFn: ({ signal }) => api.call('sessionReport', { params: { id } }, signal),
    }),
  plans: (api: ApiClient) =>
    queryOptions({
      queryKey: ['plans'],
      staleTime: 600_000,
      queryFn: async ({ signal }) => (await api.call('plans', {}, signal)).plans,
    }),
  subscription: (api: ApiClient) =>
    queryOptions({
      queryKey: ['subscription'],
      queryFn: ({ signal }) => api.call('mySubscription', {}, signal),
    }),
  devices: (api: ApiClient) =>
    queryOptions({
      queryKey: ['devices'],
      queryFn: async ({ signal }) => (await api.call('devices', {}, signal)).devices,
    }),
};
