import type { Feature } from '../page/feature.ts';
import { AuthOffers } from './auth-offers.tsx';
import { setSignedOut } from './queries.ts';

export { signOut } from './actions.ts';
export { DevicesCard } from './devices-card.tsx';
export { GuestOnly, SignedInOnly } from './guard.tsx';
export { ProfileCard } from './profile-card.tsx';
export { authQueries, noteSignedOutElsewhere } from './queries.ts';

export const auth: Feature = {
  name: 'auth',
  guestPages: [
    {
      path: '/sign-in',
      lazy: async () => ({ Component: (await import('./sign-in-page.tsx')).SignInPage }),
    },
    {
      path: '/sign-up',
      lazy: async () => ({ Component: (await import('./sign-up-page.tsx')).SignUpPage }),
    },
  ],
  Offers: AuthOffers,
  forget: ({ queryClient }) => setSignedOut(queryClient),
};
