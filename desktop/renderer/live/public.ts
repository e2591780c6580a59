import type { Feature } from '../page/feature.ts';
import { refresh } from '../page/refresh.ts';
import { forgetLive, refetchSession, takeSnapshot } from './state/current.ts';

export { EndDialog } from './end-dialog.tsx';
export { DestinationList } from './relays/destination-list.tsx';
export { destinationRows } from './relays/destination-rows.ts';
export { useSessionActions } from './state/session-actions.ts';
export { useSourceSession } from './state/use-source-session.ts';

export const live: Feature = {
  name: 'live',
  pages: [
    {
      path: '/sources/:sourceId',
      lazy: async () => ({ Component: (await import('./source-page.tsx')).SourcePage }),
    },
  ],
  listen: ({ socket, queryClient }) => {
    socket.on('stream-status', ({ sourceId, session }) => takeSnapshot(queryClient, sourceId, session));
    socket.on('stream-ended', ({ sourceId }) => {
      void refetchSession(queryClient, sourceId);
      void refresh(queryClient, 'sessions');
    });
  },
  forget: ({ socket, queryClient }) => {
    socket.close();
    forgetLive(queryClient);
  },
};
