import { create } from 'zustand';

interface Panels {
  shown: 'palette' | 'shortcuts' | null;
  show: (shown: Panels['shown']) => void;
  /** What was typed for the palette before it had come, and whether Enter was pressed after it. */
  ahead: { text: string; isEntered: boolean };
  typeAhead: (ahead: Panels['ahead']) => void;
}

const NOTHING: Panels['ahead'] = { text: '', isEntered: false };

/** Which of the two lists of actions is open. */
export const usePanels = create<Panels>()((set) => ({
  shown: null,
  show: (shown) => set({ shown, ahead: NOTHING }),
  ahead: NOTHING,
  typeAhead: (ahead) => set({ ahead }),
}));
