import History from 'lucide-react/icons/history';
import type { Feature } from '../page/feature.ts';
import { forgetSessions } from './queries.ts';

export { EndedLine } from './ended-line.tsx';
export { EventList } from './event-list.tsx';
export { otherTrack } from './other-track.ts';
export { receivedShare } from './received-share.ts';
export { type SessionLook, sessionLook } from './session-look.ts';
export { SessionPill } from './session-pill.tsx';

export const sessions: Feature = {
  name: 'sessions',
  pages: [
    {
      path: '/sessions',
      lazy: async () => ({ Component: (await import('./sessions-page.tsx')).SessionsPage }),
    },
    {
      path: '/sessions/:sessionId',
      lazy: async () => ({ Component: (await import('./report-page.tsx')).ReportPage }),
    },
  ],
  navigation: [
    { to: '/sessions', text: 'shell.sessions', goText: 'actions.go_sessions', keys: 'g h', Icon: History },
  ],
  forget: ({ queryClient }) => forgetSessions(queryClient),
};
