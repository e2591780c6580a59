import { create } from 'zustand';
import { readStored, writeStored } from '../../ui/stored.ts';

const STORED = 'neustream.shortcuts';

interface KeyboardSetting {
  /** Whether single keys do something. Those with Ctrl or ⌘ always do. */
  enabled: boolean;
  enable: (enabled: boolean) => void;
}

/** Remembered in this browser, for people whom single keys get in the way of. */
export const useKeyboardSetting = create<KeyboardSetting>()((set) => ({
  enabled: readStored(STORED) !== 'off',
  enable: (enabled) => {
    writeStored(STORED, enabled ? null : 'off');
    set({ enabled });
  },
}));
