import { createBrowserRouter, Navigate, Outlet } from 'react-router';
import { GuestOnly, SignedInOnly } from '../auth/guard.tsx';
import { SignInPage } from '../auth/sign-in-page.tsx';
import { SignUpPage } from '../auth/sign-up-page.tsx';
import { SourcePage } from '../live/source-page.tsx';
import { CrashPage, NotFoundPage } from '../page/error-pages.tsx';
import { SourcesPage } from '../sources/sources-page.tsx';
import { Shell } from './shell.tsx';

/** Address → page. What is not needed for the first look is loaded with its first visit. */
export function createPages() {
  return createBrowserRouter([
    {
      element: <Outlet />,
      ErrorBoundary: CrashPage,
      HydrateFallback: () => null,
      children: [
        {
          element: <GuestOnly />,
          children: [
            { path: '/sign-in', Component: SignInPage },
            { path: '/sign-up', Component: SignUpPage },
          ],
        },
        {
          element: (
            <SignedInOnly>
              <Shell />
            </SignedInOnly>
          ),
          children: [
            {
              ErrorBoundary: CrashPage,
              children: [
                { index: true, element: <Navigate to="/sources" replace /> },
                { path: '/sources', Component: SourcesPage },
                { path: '/sources/:sourceId', Component: SourcePage },
                {
                  path: '/welcome',
                  lazy: async () => ({
                    Component: (await import('../first-steps/welcome-page.tsx')).WelcomePage,
                  }),
                },
                {
                  path: '/sessions',
                  lazy: async () => ({
                    Component: (await import('../sessions/sessions-page.tsx')).SessionsPage,
                  }),
                },
                {
                  path: '/sessions/:sessionId',
                  lazy: async () => ({ Component: (await import('../sessions/report-page.tsx')).ReportPage }),
                },
                {
                  path: '/account',
                  lazy: async () => ({ Component: (await import('./account-page.tsx')).AccountPage }),
                },
                // Answers about plan limits lead here.
                { path: '/billing', element: <Navigate to="/account#plans" replace /> },
                { path: '*', Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
