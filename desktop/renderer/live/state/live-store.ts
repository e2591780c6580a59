import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { create } from 'zustand';
import { OFFLINE, type SourceLive, withSnapshot } from './live-state.ts';

interface LiveStore {
  bySource: Readonly<Record<string, SourceLive>>;
  /** Whether snapshots arrive by themselves. */
  connected: boolean;
  take: (sourceId: string, snapshot: SessionView | null) => void;
  setConnected: (connected: boolean) => void;
  forget: () => void;
}

/** The live snapshots of this page, fed by the socket and by answers to orders. */
export const useLiveStore = create<LiveStore>()((set) => ({
  bySource: {},
  connected: false,
  take: (sourceId, snapshot) =>
    set((state) => {
      const before = state.bySource[sourceId] ?? OFFLINE;
      const after = withSnapshot(before, snapshot, Date.now());
      return after === before ? state : { bySource: { ...state.bySource, [sourceId]: after } };
    }),
  setConnected: (connected) => set((state) => (state.connected === connected ? state : { connected })),
  forget: () => set({ bySource: {}, connected: false }),
}));

export function useSourceLive(sourceId: string): SourceLive {
  return useLiveStore((state) => state.bySource[sourceId] ?? OFFLINE);
}
