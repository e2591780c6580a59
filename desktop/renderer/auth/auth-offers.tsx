import { offer } from '../page/actions/action.ts';
import { useOffers } from '../page/actions/offers.ts';
import { changePassword, editName, signOut, signOutEverywhere } from './actions.ts';

/** Everything about one's own account. */
export function AuthOffers() {
  useOffers([editName, changePassword, signOut, signOutEverywhere].map((action) => offer(action, undefined)));
  return null;
}
