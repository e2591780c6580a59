import { create } from 'zustand';

interface Connection {
  /** Whether the last call got an answer; the banner about a server that is away hangs on it. */
  reachable: boolean;
  /** Whether snapshots arrive by themselves. */
  connected: boolean;
  setReachable: (reachable: boolean) => void;
  setConnected: (connected: boolean) => void;
}

/** How this page stands with the server. */
export const useConnection = create<Connection>()((set) => ({
  reachable: true,
  connected: false,
  setReachable: (reachable) => set((state) => (state.reachable === reachable ? state : { reachable })),
  setConnected: (connected) => set((state) => (state.connected === connected ? state : { connected })),
}));
