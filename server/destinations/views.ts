import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
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

/** Where a destination's stream key belongs, for sealing it. */
export function keyPlace(destinationId: string) {
  return { table: 'source_destinations', row: destinationId, column: 'stream_key_enc' };
}
