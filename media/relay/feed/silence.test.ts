import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import ffmpeg from '@ffmpeg-installer/ffmpeg';
import { startPipedChild } from '@neustream/shared/node/piped-child.ts';
import { describe, expect, test } from 'vitest';
import { Destination, send } from '../testing/destination.ts';
import { AVC_HEADER, audio, interFrame, keyFrame, sound, video } from '../testing/media.ts';
import { Feed } from './feed.ts';
import type { FeedEvent } from './log-writer.ts';
import { SILENCE_HEADER, SILENT_FRAME } from './silence.ts';

const DAY_MS = 86_400_000;

function silentEncoder() {
  const events: FeedEvent[] = [];
  const feed = new Feed({ clock: () => 0, onEvent: (event) => events.push(event) });
  feed.beginInput();
  feed.push(video(0, AVC_HEADER));
  return { feed, events };
}

/** A picture each 20 ms. */
function play(feed: Feed, { from, end }: { from: number; end: number }) {
  for (let at = from; at < end; at += 20) send(feed, video(at, at % 1000 === 0 ? keyFrame() : interFrame()));
}

const soundOf = ({ got }: Destination) => got.filter(({ type }) => type === 8);

describe('a picture without sound', () => {
  test('gets silence from its beginning on, one frame for each 1024 samples at 48 kHz, and that is told', () => {
    const { feed, events } = silentEncoder();
    play(feed, { from: 0, end: 500 });
    expect(feed.silenceAdded).toBe(false);
    const destination = new Destination(feed);
    play(feed, { from: 500, end: 10_000 });
    expect(feed).toMatchObject({ silenceAdded: true, audioTracks: 0 });
    expect(events).toEqual(['silent']);
    const [header, ...frames] = soundOf(destination);
    expect(header?.payload.equals(SILENCE_HEADER)).toBe(true);
    expect(frames.every(({ payload }) => payload.equals(SILENT_FRAME))).toBe(true);
    expect(frames.map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: Math.floor((9980 * 48) / 1024) + 1 }, (_, index) =>
        Math.round((index * 1024) / 48),
      ),
    );
    expect(feed.frames).toBe(500);
  });

  test('joins with the silence’s configuration, before its first sound', () => {
    const { feed } = silentEncoder();
    play(feed, { from: 0, end: 3000 });
    const [header] = soundOf(new Destination(feed));
    expect(header?.payload.equals(SILENCE_HEADER)).toBe(true);
  });

  test('hands over to sound of the same configuration, and times never go back', () => {
    const { feed, events } = silentEncoder();
    play(feed, { from: 0, end: 1000 });
    const destination = new Destination(feed);
    const configured = Buffer.concat([SILENCE_HEADER, Buffer.from([0x56, 0xe5, 0])]);
    send(feed, audio(980, configured), audio(980, sound()), audio(1001, sound()));
    play(feed, { from: 1000, end: 2000 });
    expect(destination.events).toEqual(['flowing']);
    expect(events).toEqual(['silent']);
    expect(feed).toMatchObject({ silenceAdded: false, audioTracks: 1 });
    const stamps = soundOf(destination).map(({ timestamp }) => timestamp);
    expect(stamps).toEqual([...stamps].sort((one, other) => one - other));
    expect(
      soundOf(destination)
        .slice(-2)
        .every(({ payload }) => payload.equals(sound())),
    ).toBe(true);
  });

  test('is published anew when sound of another configuration comes', () => {
    const { feed, events } = silentEncoder();
    play(feed, { from: 0, end: 1000 });
    const destination = new Destination(feed);
    send(feed, audio(1000, Buffer.from([0xaf, 0, 0x12, 0x10])), audio(1000, sound()));
    expect(destination.events).toEqual(['flowing', 'format changed']);
    expect(events).toEqual(['silent', 'changed']);
    play(feed, { from: 1000, end: 1100 });
    expect(soundOf(new Destination(feed))[0]?.payload).toEqual(Buffer.from([0xaf, 0, 0x12, 0x10]));
  });

  test('comes back with silence in the same publish', () => {
    const { feed, events } = silentEncoder();
    play(feed, { from: 0, end: 1000 });
    const destination = new Destination(feed);
    feed.endInput();
    feed.beginInput();
    feed.push(video(0, AVC_HEADER));
    play(feed, { from: 0, end: 1000 });
    expect(destination.events).toEqual(['flowing']);
    expect(events).toEqual(['silent', 'silent']);
    expect(soundOf(destination).at(-1)?.payload.equals(SILENT_FRAME)).toBe(true);
  });
});

test.each([
  ['counts on from three days later', 0],
  ['paused for three days', 3 * DAY_MS],
])('a picture that %s gets no days of silence at once', (_what, passed) => {
  let now = 0;
  const feed = new Feed({ clock: () => now });
  feed.beginInput();
  feed.push(video(0, AVC_HEADER));
  play(feed, { from: 0, end: 1000 });
  const before = feed.log.head;
  now += passed;
  send(feed, video(3 * DAY_MS, keyFrame()), video(3 * DAY_MS + 20, interFrame()));
  expect(feed.log.head - before).toBeLessThan(10_000);
});

test('a picture whose sound is being converted gets no silence', () => {
  const { feed } = silentEncoder();
  feed.expectSound();
  play(feed, { from: 0, end: 2000 });
  expect(feed.silenceAdded).toBe(false);
});

test('sound alone gets no silence', () => {
  const feed = new Feed({ clock: () => 0 });
  feed.beginInput();
  for (let at = 0; at < 2000; at += 20) feed.push(audio(at, sound()));
  expect(feed.silenceAdded).toBe(false);
});

test('FFmpeg decodes the silent frames to silence of 48 kHz in stereo', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'neustream-silence-'));
  const file = join(folder, 'silence.aac');
  const raw = SILENT_FRAME.subarray(2);
  const length = raw.length + 7;
  // ADTS (ISO 13818-7, 6.2): MPEG-4, AAC-LC, 48 kHz, two channels, no checksum.
  const adts = Buffer.from([0xff, 0xf1, 0x4c, 0x80, length >> 3, ((length & 7) << 5) | 0x1f, 0xfc]);
  await writeFile(file, Buffer.concat(Array.from({ length: 50 }, () => [adts, raw]).flat()));
  const child = startPipedChild({
    file: ffmpeg.path,
    args: ['-v', 'error', '-xerror', '-i', file, '-f', 's16le', 'pipe:1'],
    onLine: () => undefined,
  });
  const samples = await buffer(child.stdout);
  expect(await child.exited).toMatchObject({ code: 0 });
  expect(samples.length).toBe(50 * 1024 * 2 * 2);
  expect(samples.every((byte) => byte === 0)).toBe(true);
  await rm(folder, { recursive: true });
});
