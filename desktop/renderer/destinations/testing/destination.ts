import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';

/** A saved destination, for tests. */
export function testDestination(change: Partial<DestinationView> = {}): DestinationView {
  return {
    id: 'd1',
    source_id: 'a',
    platform: 'custom',
    name: 'Church site',
    rtmp_url: 'rtmp://live.example.org/app',
    stream_key_set: true,
    username: null,
    password_set: false,
    audio_track: 0,
    is_active: true,
    position: 0,
    created_at: '2026-11-22T10:00:00.000Z',
    ...change,
  };
}
