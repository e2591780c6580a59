import type { IngestAddresses } from '@neustream/shared/sources/schemas.ts';
import { create } from 'zustand';

/** Keys that were shown once, kept only in this page's memory until it is left or reloaded. */
export interface ShownKeys {
  ingest: IngestAddresses;
  /** `session`: a token that works for one session; `source`: the source's ingest key. */
  scope: 'source' | 'session';
}

interface IngestKeys {
  bySource: Readonly<Record<string, ShownKeys>>;
  keep: (sourceId: string, shown: ShownKeys) => void;
}

export const useIngestKeys = create<IngestKeys>()((set) => ({
  bySource: {},
  keep: (sourceId, shown) =>
    set((state) => {
      // The permanent key is worth more than one for a single session.
      if (shown.scope === 'session' && state.bySource[sourceId]?.scope === 'source') return state;
      return { bySource: { ...state.bySource, [sourceId]: shown } };
    }),
}));

export function forgetIngestKeys(): void {
  useIngestKeys.setState({ bySource: {} });
}
