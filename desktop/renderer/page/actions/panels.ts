import { create } from 'zustand';

interface Panels {
  shown: 'palette' | 'shortcuts' | null;
  show: (shown: Panels['shown']) => void;
  /** What is looked for in the palette: typed into its own field, or before it had come. */
  query: string;
  setQuery: (query: string) => void;
  /** Enter was pressed before the palette had come. */
  isEntered: boolean;
  enter: () => void;
  /** The palette's own field has the keyboard. */
  isThere: boolean;
  arrive: () => void;
  /** What had the keyboard before: it gets it back. */
  from: HTMLElement | null;
}

/** Which of the two lists of actions is open. */
export const usePanels = create<Panels>()((set) => ({
  shown: null,
  show: (shown) =>
    set({
      shown,
      query: '',
      isEntered: false,
      isThere: false,
      ...(shown === null ? {} : { from: focused() }),
    }),
  query: '',
  setQuery: (query) => set({ query }),
  isEntered: false,
  enter: () => set({ isEntered: true }),
  isThere: false,
  arrive: () => set({ isThere: true }),
  from: null,
}));

function focused(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement ? document.activeElement : null;
}
