import type { Feature } from '../page/feature.ts';
import { AuthOffers } from './auth-offers.tsx';
import { setSignedOut } from './queries.ts';
import { SignInPage } from './sign-in-page.tsx';
import { SignUpPage } from './sign-up-page.tsx';

export { signOut } from './actions.ts';
export { DevicesCard } from './devices-card.tsx';
export { GuestOnly, SignedInOnly } from './guard.tsx';
export { ProfileCard } from './profile-card.tsx';
export { authQueries, noteSignedOutElsewhere } from './queries.ts';

export const auth: Feature = {
  name: 'auth',
  guestPages: [
    { path: '/sign-in', Component: SignInPage },
    { path: '/sign-up', Component: SignUpPage },
  ],
  Offers: AuthOffers,
  forget: ({ queryClient }) => setSignedOut(queryClient),
};
