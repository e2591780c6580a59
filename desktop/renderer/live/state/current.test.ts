import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { Answer, ApiClient } from '../../api/client.ts';
import { testSession } from '../testing/session.ts';
import { forgetLive, liveQueries, takeSnapshot } from './current.ts';

const AROUND = {
  preview: null,
  endpoints: { engine: 'builtin', rtmp: null, rtmps: null, srt: null, whip: null },
};

/** A server that answers on request. */
function slowServer() {
  const waiting: ((session: SessionView | null) => void)[] = [];
  const api = {
    call: () =>
      new Promise((resolve) => {
        waiting.push((session) => resolve({ session, ...AROUND } as Answer<'currentSession'>));
      }),
  } as unknown as ApiClient;
  return { api, answer: (session: SessionView | null) => waiting.shift()?.(session) };
}

function page() {
  const server = slowServer();
  const client = new QueryClient();
  const query = liveQueries.current(server.api, 'a');
  return {
    client,
    server,
    ask: () => client.fetchQuery(query),
    shown: () => client.getQueryData(query.queryKey),
  };
}

test('what the server answered and what the socket brought stand in one place', async () => {
  const { client, server, ask, shown } = page();
  const asked = ask();
  server.answer(testSession({ version: 1 }));
  await asked;
  takeSnapshot(client, 'a', testSession({ version: 2, title: 'new' }));
  expect(shown()?.live.session?.title).toBe('new');
  expect(shown()?.around).toEqual(AROUND);
});

test('an answer that comes after a newer snapshot does not put the old one back', async () => {
  const { client, server, ask, shown } = page();
  const asked = ask();
  takeSnapshot(client, 'a', testSession({ version: 5, title: 'newer' }));
  server.answer(testSession({ version: 4, title: 'older' }));
  await asked;
  expect(shown()?.live.session?.title).toBe('newer');
  expect(shown()?.around).toEqual(AROUND);
});

test('the last session stays known when no session is open any more', async () => {
  const { client, shown } = page();
  takeSnapshot(client, 'a', testSession({ id: 's1' }));
  takeSnapshot(client, 'a', null);
  expect(shown()?.live.session).toBeNull();
  expect(shown()?.last?.id).toBe('s1');
});

test('a session that begins or ends makes what lists sessions old, further snapshots of it do not', () => {
  const { client } = page();
  const isOld = (): boolean | undefined => client.getQueryState(['list'])?.isInvalidated;
  client.getQueryCache().build(client, { queryKey: ['list'], meta: { shows: ['sessions'] } });
  client.setQueryData(['list'], []);
  takeSnapshot(client, 'a', testSession({ version: 1 }));
  expect(isOld()).toBe(true);
  client.setQueryData(['list'], []);
  takeSnapshot(client, 'a', testSession({ version: 2 }));
  expect(isOld()).toBe(false);
  takeSnapshot(client, 'a', testSession({ version: 3, status: 'ENDED' }));
  expect(isOld()).toBe(true);
});

test('nothing of a session is left after signing out', () => {
  const { client, shown } = page();
  takeSnapshot(client, 'a', testSession());
  forgetLive(client);
  expect(shown()).toBeUndefined();
});
