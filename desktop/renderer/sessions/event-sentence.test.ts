import { SESSION_EVENT_KINDS } from '@neustream/shared/live/events.ts';
import { RELAY_REASON_CODES } from '@neustream/shared/live/relay.ts';
import type { SessionEventView } from '@neustream/shared/live/schemas.ts';
import { SESSION_END_REASONS } from '@neustream/shared/live/session.ts';
import { describe, expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { translator } from '../i18n/testing/translator.ts';
import { eventSentence } from './event-sentence.ts';

const event = (change: Partial<SessionEventView>): SessionEventView => ({
  seq: 1,
  at: '2026-11-22T10:00:00.000Z',
  kind: 'relay.failed',
  hop: 'relay',
  destination_id: 'd1',
  destination_name: 'Church site',
  data: {},
  ...change,
});

describe.each(['en', 'hi'] as const)('in %s', (language) => {
  const format = createFormat(language);
  const say = async (change: Partial<SessionEventView>): Promise<string> =>
    eventSentence(event(change), await translator(language), format);

  test.each(SESSION_EVENT_KINDS)('%s has a sentence', async (kind) => {
    const sentence = await say({ kind });
    expect(sentence).not.toMatch(/events\.|\{\{/);
    expect(sentence).toMatch(/[.।]$/);
  });

  test.each(RELAY_REASON_CODES)('a failure says its reason: %s', async (reasonCode) => {
    const plain = await say({});
    const sentence = await say({ data: { reasonCode } });
    expect(sentence.length).toBeGreaterThan(plain.length + 5);
    expect(sentence).not.toContain('reasons.');
  });

  test.each(SESSION_END_REASONS)('an end says its reason: %s', async (reason) => {
    expect(await say({ kind: 'session.ended', data: { reason } })).not.toContain('end_reason');
  });
});

test('a sentence holds what the platform said, the codecs, and how much of a limit is used', async () => {
  const t = await translator('en');
  const format = createFormat('en');
  const say = (change: Partial<SessionEventView>): string => eventSentence(event(change), t, format);
  expect(say({ data: { reasonCode: 'KEY_REJECTED', detail: 'BadName' } })).toBe(
    'Church site: the connection failed. The platform rejected the stream key. “BadName”',
  );
  const encoder = { protocol: 'rtmp', width: 1280, height: 720, videoCodec: 'avc1', audioCodec: 'mp4a' };
  expect(say({ kind: 'encoder.connected', data: encoder })).toBe(
    'The encoder connected. RTMP · 1280×720 · H.264 · AAC.',
  );
  expect(say({ kind: 'relay.dropped_frames', data: { frames: 1 } })).toBe(
    'Church site was too slow. 1 frame dropped.',
  );
  expect(say({ kind: 'relay.lagging', data: { lagMs: 5_200 } })).toBe(
    'Church site is too slow and falls behind. Its picture is reduced. 5 s behind.',
  );
  const slow = { limit: 'uplink', bitrate: 850_000, frame_rate: 30 };
  expect(say({ kind: 'encoder.limited', data: slow })).toBe(
    'The studio lowered its quality for now. The uplink was too slow: 850 kbps, 30 fps.',
  );
  expect(say({ kind: 'encoder.recovered', data: { limit: null, bitrate: 2_500_000, frame_rate: 30 } })).toBe(
    'The studio sends its full quality again.',
  );
  expect(say({ kind: 'relay.redirected', data: { detail: 'rtmp://edge.example/app' } })).toBe(
    'Church site sent us on to another server. “rtmp://edge.example/app”',
  );
  expect(say({ kind: 'encoder.changed', data: encoder })).toBe(
    'The encoder came back with other settings, so the stream was published anew. RTMP · 1280×720 · H.264 · AAC.',
  );
  expect(say({ kind: 'relay.live', data: { attempts: 1, audioTrack: 0, missingAudioTrack: 1 } })).toBe(
    'Church site is live. Your encoder sends no track 2, so track 1 is sent.',
  );
  expect(say({ kind: 'relay.live', data: { attempts: 1, audioTrack: 0, missingAudioTrack: 'all' } })).toBe(
    'Church site is live. Only track 1 is sent, because this server takes only one.',
  );
  expect(say({ kind: 'usage.warning', data: { limit_name: 'month_seconds', share: 0.8 } })).toBe(
    'Your plan’s time is running out. Streaming this month: 80%.',
  );
});
