import LogOut from 'lucide-react/icons/log-out';
import { type Action, offer } from '../page/actions/action.ts';
import { useOffers } from '../page/actions/offers.ts';

export const signOut: Action = {
  name: 'auth.sign-out',
  group: 'account',
  Icon: LogOut,
  label: (t) => t('shell.sign_out'),
  perform: async (_, { api, forgetPerson, navigate }) => {
    // Without an answer the page forgets the person all the same.
    await api.call('logout', { body: {} }).catch(() => undefined);
    forgetPerson();
    await navigate('/sign-in');
  },
};

export function AuthOffers() {
  useOffers([offer(signOut, undefined)]);
  return null;
}
