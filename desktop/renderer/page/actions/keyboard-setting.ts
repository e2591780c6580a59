import { create } from 'zustand';
import { readStored, writeStored } from '../../ui/stored.ts';

const STORED = 'neustream.shortcuts';

interface KeyboardSetting {
  /** Whether single keys are shortcuts. Those with Ctrl or ⌘ always are. */
  enabled: boolean;
  enable: (enabled: boolean) => void;
}

/** Remembered in this browser, for people who find single keys a nuisance. */
export const useKeyboardSetting = create<KeyboardSetting>()((set) => ({
  enabled: readStored(STORED) !== 'off',
  enable: (enabled) => {
    writeStored(STORED, enabled ? null : 'off');
    set({ enabled });
  },
}));
