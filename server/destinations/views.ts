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
