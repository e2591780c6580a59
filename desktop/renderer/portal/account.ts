import UserRound from 'lucide-react/icons/user-round';
import { createElement } from 'react';
import { Navigate } from 'react-router';
import type { Feature } from '../page/feature.ts';

/** The account page, composed of what other features contribute. */
export const account: Feature = {
  name: 'account',
  pages: [
    {
      path: '/account',
      lazy: async () => ({ Component: (await import('./account-page.tsx')).AccountPage }),
    },
    // Answers about plan limits lead here.
    { path: '/billing', element: createElement(Navigate, { to: '/account#plans', replace: true }) },
  ],
  navigation: [
    { to: '/account', text: 'shell.account', goText: 'actions.go_account', keys: 'g a', Icon: UserRound },
  ],
};
