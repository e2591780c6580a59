import { describe, expect, test } from 'vitest';
import { decodeAmf } from '../rtmp/amf-decode.ts';
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

describe('feed', () => {
  test('who joins gets metadata, codec headers, and the stream from the last key frame', () => {
    const feed = startFeed(
      ...opening(),
      video(0, keyFrame()),
      video(20, interFrame()),
      video(40, keyFrame()),
      audio(50, sound()),
    );
    const late = new Destination(feed);
    send(feed, video(60, interFrame()));
    expect(late.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key', 'sound', 'frame']);
    expect(late.got.map(({ timestamp }) => timestamp)).toEqual([40, 40, 0, 40, 50, 60]);
    expect(late.events).toEqual(['flowing']);
  });

  test('what is passed on is byte for byte what came, and the caller may reuse its buffer', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const destination = new Destination(feed);
    const scratch = Buffer.from(interFrame(70_000));
    const original = Buffer.from(scratch);
    feed.push(video(33, scratch));
    scratch.fill(0);
    feed.flush();
    expect(destination.got.at(-1)?.payload.equals(original)).toBe(true);
    expect(destination.got[0]?.payload.equals(METADATA)).toBe(true);
  });

  test('who joins before the first key frame waits for it', () => {
    const feed = startFeed(...opening(), video(0, interFrame()));
    const early = new Destination(feed);
    send(feed, video(20, interFrame()), audio(21, sound()));
    expect(early.kinds).toEqual([]);
    send(feed, video(40, keyFrame()));
    expect(early.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key']);
  });

  test.each([
    ['30', 1000 / 30, 250],
    ['29.97', 1001 / 30, 60],
    ['60', 1000 / 60, 120],
    ['25', 40, 50],
  ])('the frame rate of %s is measured over a group of pictures', (rate, everyMs, group) => {
    const feed = startFeed(...opening());
    const at = (index: number) => Math.round(index * everyMs);
    for (let index = 0; index < group; index += 1) {
      feed.push(video(at(index), index === 0 ? keyFrame() : interFrame()));
    }
    expect(feed.frameRate).toBe(null);
    feed.push(video(at(group), keyFrame()));
    expect(feed.frameRate).toBe(Math.round(Number(rate)));
  });

  test('another input is measured anew, and key frames alone say nothing of the rate', () => {
    const feed = startFeed(
      ...opening(),
      video(0, keyFrame()),
      video(500, interFrame()),
      video(1000, keyFrame()),
    );
    expect(feed.frameRate).toBe(2);
    feed.endInput();
    feed.beginInput();
    expect(feed.frameRate).toBe(null);
    for (let index = 0; index < 30; index += 1) feed.push(video(index * 33, keyFrame()));
    expect(feed.frameRate).toBe(null);
  });

  test('a stream of sound only is joined anywhere', () => {
    const feed = startFeed(audio(0, AAC_HEADER), audio(0, sound()));
    const destination = new Destination(feed);
    send(feed, audio(23, sound()), audio(46, sound()));
    expect(destination.kinds).toEqual(['aac header', 'sound', 'sound']);
  });

  test('a stream of picture only works', () => {
    const feed = startFeed(video(0, AVC_HEADER), video(0, keyFrame()));
    expect(new Destination(feed).kinds).toEqual(['avc header', 'key']);
  });

  test('a destination that takes every track gets the codec headers of each, the newest', () => {
    const track = (id: number, mark: number) => Buffer.from([0x96, 0x00, ...Buffer.from('avc1'), id, mark]);
    const feed = startFeed(
      video(0, AVC_HEADER),
      video(0, track(1, 1)),
      video(0, track(2, 1)),
      video(0, track(1, 2)),
    );
    send(feed, video(10, keyFrame()));
    const destination = new Destination(feed, { audioTrack: 'all' });
    const payloads = destination.got.map(({ payload }) => payload.toString('hex'));
    expect(payloads).toHaveLength(4);
    expect(payloads).toContain(track(1, 2).toString('hex'));
    expect(payloads).toContain(track(2, 1).toString('hex'));
  });

  test('after a changed codec header nobody joins old frames with it', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const changed = Buffer.concat([AVC_HEADER, Buffer.from([9])]);
    send(feed, video(20, changed));
    const destination = new Destination(feed);
    expect(destination.got).toEqual([]);
    send(feed, video(40, keyFrame()));
    expect(destination.got.map(({ payload }) => payload.length)).toEqual([
      METADATA.length,
      changed.length,
      AAC_HEADER.length,
      keyFrame().length,
    ]);
  });

  test('a destination that gave another stream id gets its own', () => {
    const feed = startFeed(...opening(), video(0, keyFrame(200_000)));
    const destination = new Destination(feed, { streamId: 7 });
    send(feed, video(20, interFrame(90_000)), audio(30, sound()));
    expect(new Set(destination.got.map(({ streamId }) => streamId))).toEqual(new Set([7]));
    expect(destination.kinds).toEqual(['metadata', 'avc header', 'aac header', 'key', 'frame', 'sound']);
  });

  test('metadata read from a player’s side is published as servers expect it', () => {
    const played = METADATA.subarray(METADATA.indexOf('onMetaData') - 3);
    const feed = startFeed(data(0, played), video(0, keyFrame()));
    expect(decodeAmf(new Destination(feed).got[0]?.payload ?? played)[0]).toBe('@setDataFrame');
    expect(feed.facts()).toMatchObject({ width: 1920, height: 1080, encoder: 'obs', videoCodec: 'avc1' });
  });

  test('a second input goes on where the first stopped, on a key frame and with its own headers', () => {
    const feed = startFeed(...opening(500), video(500, keyFrame()), video(900, interFrame()));
    const destination = new Destination(feed);
    feed.endInput();
    feed.beginInput();
    send(feed, ...opening(0), video(0, interFrame()), video(20, keyFrame()));
    expect(destination.kinds.slice(-4)).toEqual(['metadata', 'avc header', 'aac header', 'key']);
    expect(destination.got.at(-1)?.timestamp).toBeGreaterThan(400);
  });

  test('watchers hear of inputs that begin and end', () => {
    const feed = new Feed({ clock: () => 0 });
    const seen: boolean[] = [];
    const unwatch = feed.watchInput(() => seen.push(feed.hasInput));
    feed.beginInput();
    feed.endInput();
    unwatch();
    feed.beginInput();
    expect(seen).toEqual([true, false, true].slice(0, 2));
  });
});
