import type { DestinationDeps } from './deps.ts';
import { countBySource, deleteDestinations } from './store.ts';

/** How destinations react to changes of their source, and what they add to its view. */
export function followSources({
  sourceChanges,
  sourceDetails,
}: Pick<DestinationDeps, 'sourceChanges' | 'sourceDetails'>): void {
  sourceChanges.removing.subscribe(({ tx }, { sourceId, now }) =>
    deleteDestinations(tx, { source_id: sourceId }, new Date(now)),
  );
  sourceDetails.add(async (db, sourceIds) => {
    const counts = await countBySource(db, sourceIds);
    return new Map(counts.map(({ source_id, count }) => [source_id, { destinations_count: count }]));
  });
}
