import { describe, expect, test } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import {
  AAC_HEADER,
  AVC_HEADER,
  audio,
  data,
  interFrame,
  keyFrame,
  METADATA,
  opening,
  sound,
  video,
} from '../testing/media.ts';
import { Feed } from './feed.ts';
import { Format } from './format.ts';
import type { FeedEvent } from './log-writer.ts';

const OTHER_SIZE = Buffer.concat([AVC_HEADER, Buffer.from([1])]);
const OTHER_SOUND = Buffer.from([0xaf, 0, 0x11, 0x88]);
const HEVC_HEADER = Buffer.from([0x90, ...Buffer.from('hvc1'), 1]);
const MP3 = Buffer.from([0x2f, 1, 2, 3]);

/** An encoder that streamed a while, went away, and came back with these headers. */
function comeBack(...headers: Buffer[]) {
  const events: FeedEvent[] = [];
  const feed = new Feed({ clock: () => 0, onEvent: (event) => events.push(event) });
  feed.beginInput();
  send(feed, ...opening(), video(0, keyFrame()), audio(0, sound()));
  const destination = new Destination(feed);
  feed.endInput();
  feed.beginInput();
  send(feed, data(0, METADATA));
  for (const header of headers)
    send(feed, header[0] === 0xaf || header === MP3 ? audio(0, header) : video(0, header));
  send(feed, video(0, keyFrame()), video(20, interFrame()));
  return { feed, destination, events };
}

describe('an encoder that comes back', () => {
  test('with the same settings goes on in the same publish', () => {
    const { destination, events } = comeBack(AVC_HEADER, AAC_HEADER);
    expect(destination.kinds.slice(-2)).toEqual(['key', 'frame']);
    expect(destination.events).toEqual(['flowing']);
    expect(events).toEqual([]);
  });

  test.each([
    ['another picture', [OTHER_SIZE, AAC_HEADER]],
    ['another codec', [HEVC_HEADER, AAC_HEADER]],
    ['another sound', [AVC_HEADER, OTHER_SOUND]],
    ['sound without a configuration', [AVC_HEADER, MP3]],
    ['all of it changed', [HEVC_HEADER, OTHER_SOUND]],
  ])('with %s ends the publish before a byte of it, and that is told once', (_name, headers) => {
    const { feed, destination, events } = comeBack(...headers);
    expect(destination.kinds.slice(0, 5)).toEqual(['metadata', 'avc header', 'aac header', 'key', 'sound']);
    expect(destination.got.slice(5).every(({ type }) => type === 18 || type === 9)).toBe(true);
    for (const header of headers) {
      const known = header === AVC_HEADER || header === AAC_HEADER;
      if (!known) expect(destination.got.some(({ payload }) => payload.equals(header))).toBe(false);
    }
    expect(destination.events).toEqual(['flowing', 'format changed']);
    expect(events).toEqual(['changed']);
    expect(new Destination(feed).kinds.slice(-2)).toEqual(['key', 'frame']);
  });

  test('concerns only destinations that get the track that changed', () => {
    const second = (mark: string) =>
      Buffer.concat([Buffer.from([0x95, 0]), Buffer.from('mp4a'), Buffer.from([1]), Buffer.from(mark)]);
    const feed = startFeed(...opening(), audio(0, second('a')), video(0, keyFrame()));
    const [first, other, all] = ([0, 1, 'all'] as const).map(
      (audioTrack) => new Destination(feed, { audioTrack }),
    );
    send(feed, audio(20, second('b')), video(40, keyFrame()));
    expect(first?.events).toEqual(['flowing']);
    expect(other?.events).toContain('format changed');
    expect(all?.events).toContain('format changed');
  });

  const second = audio(0, Buffer.concat([Buffer.of(0x95, 0), Buffer.from('mp4a'), Buffer.of(1)]));

  test.each([
    ['the same sound tracks goes on', [second], [second], 1, false],
    ['one sound track less ends publishes that had it', [second], [], 0, true],
    ['the sound track that was missing ends publishes that asked for it', [], [second], 1, true],
  ])('with %s', (_name, before, after, track, ends) => {
    const feed = startFeed(...opening(), ...before, video(0, keyFrame()));
    const destination = new Destination(feed, { audioTrack: 1 });
    feed.endInput();
    feed.beginInput();
    send(feed, ...opening(), ...after, video(0, keyFrame()));
    expect(destination.events.includes('format changed')).toBe(ends);
    expect(new Destination(feed, { audioTrack: 1 }).output.soundTrack).toBe(track);
  });

  test('after frames of the end are sent, without the announcement that the stream is over', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const destination = new Destination(feed);
    const ends = [
      video(20, Buffer.from([0x17, 2, 0, 0, 0])),
      video(20, Buffer.from([0x92, ...Buffer.from('avc1')])),
      audio(20, Buffer.from([0x92, ...Buffer.from('mp4a')])),
    ];
    send(feed, ...ends, video(40, interFrame()));
    expect(destination.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key', 'frame']);
  });

  test('that tells of a change in the middle of a stream, too', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const destination = new Destination(feed);
    feed.push(video(20, interFrame()));
    send(feed, video(40, OTHER_SIZE), video(40, keyFrame()));
    expect(destination.kinds.at(-1)).toBe('frame');
    expect(destination.events).toEqual(['flowing', 'format changed']);
  });

  test('with enormous configurations for many tracks takes no memory for them', () => {
    const format = new Format();
    const header = Buffer.alloc(2 ** 20);
    header.write('\x95\0mp4a', 'latin1');
    const before = process.memoryUsage().arrayBuffers;
    for (let track = 0; track < 100; track += 1) {
      header[6] = track;
      format.header('audio', header, 'mp4a');
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(header.length);
  });
});
