import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { SealedColumn } from '../infra/secrets/rewrap.ts';
import type { DestinationRow } from './store.ts';

export function destinationView(row: DestinationRow): DestinationView {
  return {
    id: row.id,
    source_id: row.source_id,
    platform: row.platform,
    name: row.name,
    rtmp_url: row.rtmp_url,
    stream_key_set: true,
    is_active: row.is_active,
    position: row.position,
    created_at: row.created_at.toISOString(),
  };
}

/** What of destinations is stored encrypted. */
export const DESTINATION_SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'source_destinations', column: 'stream_key_enc' },
];

/** Where a destination's stream key belongs, for sealing it. */
export function keyPlace(destinationId: string) {
  return { table: 'source_destinations', row: destinationId, column: 'stream_key_enc' };
}
