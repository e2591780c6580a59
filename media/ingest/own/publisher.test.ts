import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Feed } from '../../relay/feed/feed.ts';
import type { MediaMessage } from '../../relay/public.ts';
import {
  AAC_HEADER,
  AVC_HEADER,
  audio,
  interFrame,
  keyFrame,
  sound,
  video,
} from '../../relay/testing/media.ts';
import { Publisher } from './publisher.ts';

describe('what an encoder sends', () => {
  let now: number;
  let feed: Feed;
  let publisher: Publisher;
  let over: AbortController;
  let told: string[];

  beforeEach(() => {
    now = 1000;
    told = [];
    over = new AbortController();
    feed = new Feed({ clock: () => now });
    publisher = new Publisher({
      protocol: 'rtmp',
      encoder: null,
      hangUp: () => undefined,
      now: () => now,
    });
    void publisher.feedInto({
      feed,
      signal: over.signal,
      onFlowing: ({ videoCodec, audioCodec }) => told.push(`flowing ${videoCodec} ${audioCodec}`),
      onRejected: (problem) => told.push(problem),
    });
  });
  afterEach(() => {
    over.abort();
  });

  /** Passes the messages on as one batch that arrived so much later than the one before. */
  function batch(afterMs: number, ...messages: MediaMessage[]): void {
    now += afterMs;
    for (const message of messages) publisher.take(message);
    publisher.batchEnd();
  }

  it('is sent on with its first key frame, when its sound is known', () => {
    batch(0, video(0, AVC_HEADER), video(0, interFrame()), audio(0, AAC_HEADER), audio(0, sound()));
    expect(told).toEqual([]);
    batch(33, video(33, keyFrame()));
    expect(told).toEqual(['flowing avc1 mp4a']);
  });

  it('is sent on with silence when no sound comes', () => {
    batch(0, video(0, AVC_HEADER), video(0, keyFrame()));
    batch(480, video(480, interFrame()));
    expect(told).toEqual([]);
    batch(20, video(500, interFrame()));
    expect(told).toEqual(['flowing avc1 null']);
    expect(feed.silenceAdded).toBe(true);
  });

  it('is sent on without a picture when none comes', () => {
    batch(0, audio(0, AAC_HEADER), audio(0, sound()));
    batch(4900, audio(4900, sound()));
    expect(told).toEqual([]);
    batch(100, audio(5000, sound()));
    expect(told).toEqual(['flowing null mp4a']);
  });

  it('may take 250 frames at 24 a second to its first key frame', () => {
    batch(0, video(0, AVC_HEADER), audio(0, AAC_HEADER));
    for (let frame = 1; frame < 250; frame += 1) batch(42, video(frame * 42, interFrame()));
    batch(42, video(10_500, keyFrame()));
    expect(told).toEqual(['flowing avc1 mp4a']);
  });

  it('is refused in words when it never brings a key frame', () => {
    batch(0, video(0, AVC_HEADER), audio(0, AAC_HEADER));
    for (let second = 1; second <= 20; second += 1) batch(1000, video(second * 1000, interFrame()));
    expect(told).toEqual([
      'The encoder has sent no key frame for 12 seconds, so its picture cannot be shown. Set the encoder’s key frame ' +
        'interval to 2 seconds and start it again.',
    ]);
    expect(feed.hasInput).toBe(false);
  });

  it('is refused in words when its picture is of a kind that nobody knows', () => {
    batch(0, video(0, Buffer.from([0x1f, 1, 2, 3])), audio(0, AAC_HEADER));
    batch(5000, video(5000, Buffer.from([0x2f, 1, 2, 3])));
    expect(told).toEqual([
      'The encoder sends an unknown kind of video. Set the encoder’s video to H.264 and start it again.',
    ]);
  });
});
