import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import type { Database } from '../infra/database/connect.ts';

/** The parts of a source's view that other capabilities provide. */
export type SourceDetail = Pick<
  SourceView,
  'destinations_count' | 'chat_connectors_count' | 'session_id' | 'session_status'
>;

type Lookup = (db: Database, sourceIds: readonly string[]) => Promise<Map<string, Partial<SourceDetail>>>;

/** Where the capabilities that build on sources register what they add to a source's view. */
export interface SourceDetails {
  add(lookup: Lookup): void;
  /** The details of these sources, with one query per capability. */
  of(db: Database, sourceIds: readonly string[]): Promise<(sourceId: string) => SourceDetail>;
}

/** For a source that nothing depends on. */
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
