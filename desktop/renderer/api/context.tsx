import { createContext, use } from 'react';
import type { ApiClient } from './client.ts';
import type { LiveSocket } from './socket.ts';

export interface PageDeps {
  api: ApiClient;
  socket: LiveSocket;
  /** Makes every feature forget the person who has signed out. */
  forgetPerson: () => void;
}

const PageDepsContext = createContext<PageDeps | null>(null);
export const PageDepsProvider = PageDepsContext.Provider;

/** The page's connections to the server. */
export function usePageDeps(): PageDeps {
  const deps = use(PageDepsContext);
  if (deps === null) throw new Error('PageDepsProvider is missing');
  return deps;
}

export function useApi(): ApiClient {
  return usePageDeps().api;
}
