import type { RelayView, SessionView } from '@neustream/shared/live/schemas.ts';

/** A live relay, for tests. */
export function testRelay(change: Partial<RelayView> = {}): RelayView {
  return {
    destination_id: 'd1',
    name: 'Church site',
    platform: 'custom',
    address: 'rtmp://live.example.org/app',
    status: 'LIVE',
    paused: false,
    reason_code: null,
    fault: null,
    message: null,
    action: null,
    detail: null,
    attempts: 1,
    next_retry_at: null,
    live_since: '2026-11-22T10:00:00.000Z',
    bytes_sent: 0,
    bytes_acked: 0,
    frames_dropped: 0,
    queued_bytes: 0,
    lag_ms: 0,
    dropping: 'nothing',
    audio_track: 0,
    ...change,
  };
}

/** A live session with one relay, for tests. */
export function testSession(change: Partial<SessionView> = {}): SessionView {
  return {
    id: 's1',
    source_id: 'a',
    version: 1,
    as_of: '2026-11-22T10:00:00.000Z',
    ordered: 'live',
    status: 'LIVE',
    title: '',
    started_at: '2026-11-22T09:59:00.000Z',
    live_at: '2026-11-22T10:00:00.000Z',
    ended_at: null,
    end_reason: null,
    node_reachable: true,
    quality_ends_at: null,
    ingest: {
      status: 'publishing',
      protocol: 'rtmp',
      encoder: 'OBS',
      video_codec: 'avc1',
      audio_codec: 'mp4a',
      width: 1920,
      frame_rate: 60,
      height: 1080,
      audio_tracks: 1,
      silence_added: false,
      bytes_received: 0,
      publishing_since: '2026-11-22T10:00:00.000Z',
      gone_since: null,
      problem: null,
    },
    relays: [testRelay()],
    events: [],
    ...change,
  };
}
