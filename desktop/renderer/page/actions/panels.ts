import { create } from 'zustand';

interface Panels {
  shown: 'palette' | 'shortcuts' | null;
  show: (shown: Panels['shown']) => void;
}

/** Which of the two lists of actions is open. */
export const usePanels = create<Panels>()((set) => ({ shown: null, show: (shown) => set({ shown }) }));
