import { createBrowserRouter, Navigate, Outlet } from 'react-router';
import { GuestOnly, SignedInOnly } from '../auth/public.ts';
import { CrashPage, NotFoundPage } from '../page/error-pages.tsx';
import type { Feature } from '../page/feature.ts';
import { Bare } from './bare.tsx';

/** Address → page, from what the features contribute. */
export function createPages(features: readonly Feature[]) {
  return createBrowserRouter([
    {
      element: <Outlet />,
      ErrorBoundary: CrashPage,
      HydrateFallback: () => null,
      children: [
        { element: <GuestOnly />, children: features.flatMap(({ guestPages = [] }) => guestPages) },
        {
          element: (
            <SignedInOnly>
              <Bare features={features} />
            </SignedInOnly>
          ),
          children: [{ ErrorBoundary: CrashPage, children: features.flatMap(({ windows = [] }) => windows) }],
        },
        {
          // Windows have no use for it.
          lazy: async () => {
            const { Shell } = await import('./shell.tsx');
            return {
              element: (
                <SignedInOnly>
                  <Shell features={features} />
                </SignedInOnly>
              ),
            };
          },
          children: [
            {
              ErrorBoundary: CrashPage,
              children: [
                { index: true, element: <Navigate to="/sources" replace /> },
                ...features.flatMap(({ pages = [] }) => pages),
                { path: '*', Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
