import type { AudioTrack, DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { DestinationRow } from './store.ts';

export function destinationView(row: DestinationRow): DestinationView {
  return {
    id: row.id,
    source_id: row.source_id,
    platform: row.platform,
    name: row.name,
    rtmp_url: row.rtmp_url,
    stream_key_set: true,
    username: row.username,
    password_set: row.password_enc !== null,
    audio_track: audioTrackOf(row),
    is_active: row.is_active,
    position: row.position,
    created_at: row.created_at.toISOString(),
  };
}

/** The sound track that a destination gets, as it is stored. */
export function audioTrackColumn(track: AudioTrack): DestinationRow['audio_track'] {
  return track === 'all' ? null : track;
}

export function audioTrackOf({ audio_track }: Pick<DestinationRow, 'audio_track'>): AudioTrack {
  return audio_track ?? 'all';
}
