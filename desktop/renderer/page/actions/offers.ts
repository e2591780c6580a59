import { useEffect, useId } from 'react';
import { create } from 'zustand';
import type { Offer } from './action.ts';

interface Offers {
  byOwner: Readonly<Record<string, readonly Offer[]>>;
  put: (owner: string, offers: readonly Offer[]) => void;
  withdraw: (owner: string) => void;
}

/** What can be done in this window now, by the component that offers it. */
export const useOfferStore = create<Offers>()((set) => ({
  byOwner: {},
  put: (owner, offers) => set(({ byOwner }) => ({ byOwner: { ...byOwner, [owner]: offers } })),
  withdraw: (owner) => set(({ byOwner: { [owner]: _, ...others } }) => ({ byOwner: others })),
}));

/** Offers actions for as long as the component is shown. */
export function useOffers(offers: readonly Offer[]): void {
  const owner = useId();
  const { put, withdraw } = useOfferStore.getState();
  // After every render, because offers depend on what is shown now.
  useEffect(() => put(owner, offers));
  useEffect(() => () => withdraw(owner), [owner, withdraw]);
}

/** All offers that make sense now, each one once. */
export function visibleOffers({ byOwner }: Pick<Offers, 'byOwner'>): Offer[] {
  const byId = new Map(Object.values(byOwner).flatMap((offers) => offers.map((one) => [one.id, one])));
  return [...byId.values()].filter(({ availability }) => availability !== 'hidden');
}
