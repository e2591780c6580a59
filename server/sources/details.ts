import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import type { Database } from '../infra/database/connect.ts';

/** What of a source's view other capabilities know. */
export type SourceDetail = Pick<
  SourceView,
  'destinations_count' | 'chat_connectors_count' | 'session_id' | 'session_status'
>;

type Lookup = (db: Database, sourceIds: readonly string[]) => Promise<Map<string, Partial<SourceDetail>>>;

/** Where the capabilities that build on sources add what they know of each to its view. */
export interface SourceDetails {
  add(lookup: Lookup): void;
  /** The details of these sources, with one query for each capability. */
  of(db: Database, sourceIds: readonly string[]): Promise<(sourceId: string) => SourceDetail>;
}

/** Of a source that nothing hangs on. */
const BARE: SourceDetail = {
  destinations_count: 0,
  chat_connectors_count: 0,
  session_id: null,
  session_status: null,
};

export function createSourceDetails(): SourceDetails {
  const lookups: Lookup[] = [];
  return {
    add: (lookup) => void lookups.push(lookup),
    async of(db, sourceIds) {
      const found = await Promise.all(lookups.map((lookup) => lookup(db, sourceIds)));
      return (sourceId) => Object.assign({}, BARE, ...found.map((details) => details.get(sourceId)));
    },
  };
}
