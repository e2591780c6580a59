import { createContext, use } from 'react';
import type { ApiClient } from './client.ts';
import type { LiveSocket } from './socket.ts';

export interface Edges {
  api: ApiClient;
  socket: LiveSocket;
  /** Makes every feature forget the person who has signed out. */
  forgetPerson: () => void;
}

const EdgesContext = createContext<Edges | null>(null);
export const EdgesProvider = EdgesContext.Provider;

/** The page's connections to the server. */
export function useEdges(): Edges {
  const edges = use(EdgesContext);
  if (edges === null) throw new Error('EdgesProvider is missing');
  return edges;
}

export function useApi(): ApiClient {
  return useEdges().api;
}
