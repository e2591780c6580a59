import CreditCard from 'lucide-react/icons/credit-card';
import { type Action, offer } from '../page/actions/action.ts';
import { useOffers } from '../page/actions/offers.ts';

const seePlans: Action = {
  name: 'billing.plans',
  group: 'account',
  Icon: CreditCard,
  label: (t) => t('billing.see_plans'),
  perform: (_, { navigate }) => navigate('/account#plans'),
};

export function BillingOffers() {
  useOffers([offer(seePlans, undefined)]);
  return null;
}
