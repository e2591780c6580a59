import { create } from 'zustand';

interface Reachability {
  reachable: boolean;
  set: (reachable: boolean) => void;
}

/** Whether the last call got an answer; the banner about a server that is away hangs on it. */
export const useReachability = create<Reachability>()((set) => ({
  reachable: true,
  set: (reachable) => set((state) => (state.reachable === reachable ? state : { reachable })),
}));
