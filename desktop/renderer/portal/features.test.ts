import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { ApiClient } from '../api/client.ts';
import type { LiveSocket } from '../api/socket.ts';
import { authQueries } from '../auth/public.ts';
import { destinationQueries } from '../destinations/public.ts';
import { sourceQueries, useIngestKeys } from '../sources/public.ts';
import { FEATURES } from './features.ts';

test('signing out forgets keys, live state and every answer that was about the person', () => {
  const queryClient = new QueryClient();
  const api = {} as ApiClient;
  let closed = 0;
  const socket: LiveSocket = { watch: () => () => {}, on: () => () => {}, close: () => (closed += 1) };
  const personal = [
    sourceQueries.list(api).queryKey,
    sourceQueries.one(api, 'a').queryKey,
    destinationQueries.of(api, 'a').queryKey,
    authQueries.devices(api).queryKey,
    ['live', 'a'],
    ['sessions', 'list'],
    ['sessions', 's1'],
    ['billing', 'subscription'],
  ];
  for (const queryKey of personal) queryClient.setQueryData<unknown>(queryKey, 'private');
  queryClient.setQueryData<unknown>(['billing', 'plans'], 'public');
  useIngestKeys.getState().keep('a', {
    ingest: {
      rtmp: null,
      rtmps: null,
      rtmp_url: null,
      rtmp_login: null,
      srt: null,
      whip: null,
      direct: null,
    },
    scope: 'source',
  });

  for (const { forget } of FEATURES) forget?.({ api, socket, queryClient });

  for (const queryKey of personal) expect(queryClient.getQueryData(queryKey)).toBeUndefined();
  expect(queryClient.getQueryData(authQueries.me(api).queryKey)).toBeNull();
  expect(queryClient.getQueryData(['billing', 'plans'])).toBe('public');
  expect(useIngestKeys.getState().bySource).toEqual({});
  expect(closed).toBe(1);
});

test('no two features have the same name, or a page at the same address', () => {
  const paths = FEATURES.flatMap(({ pages = [], guestPages = [] }) => [...pages, ...guestPages]).map(
    ({ path }) => path,
  );
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(FEATURES.length);
});
