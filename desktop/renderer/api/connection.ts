import { create } from 'zustand';

interface Connection {
  /** Whether the last call got an answer; the banner about an unreachable server depends on it. */
  reachable: boolean;
  /** Whether snapshots are arriving over the socket. */
  connected: boolean;
  setReachable: (reachable: boolean) => void;
  setConnected: (connected: boolean) => void;
}

/** How this page is connected to the server. */
export const useConnection = create<Connection>()((set) => ({
  reachable: true,
  connected: false,
  setReachable: (reachable) => set((state) => (state.reachable === reachable ? state : { reachable })),
  setConnected: (connected) => set((state) => (state.connected === connected ? state : { connected })),
}));
