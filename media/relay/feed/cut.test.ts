import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Destination, send, startFeed } from '../testing/destination.ts';
import { AAC_HEADER, audio, interFrame, keyFrame, opening, sound, video } from '../testing/media.ts';

/** One sound track of a message with track numbers, as FFmpeg and OBS send further tracks. */
const oneTrack = (track: number, text: string, header = false) =>
  Buffer.concat([Buffer.of(0x95, header ? 0 : 1), Buffer.from('mp4a'), Buffer.of(track), Buffer.from(text)]);

describe('sound tracks', () => {
  const twoTracks = () =>
    startFeed(
      ...opening(),
      audio(0, oneTrack(1, 'second config', true)),
      video(0, keyFrame()),
      audio(1, sound()),
      audio(1, oneTrack(1, 'second')),
    );
  const heard = ({ got }: Destination) =>
    got.filter(({ type }) => type === 8).map(({ payload }) => payload.toString('latin1'));

  test('a destination gets the first one only, as the source of one track would send it', () => {
    const feed = twoTracks();
    const destination = new Destination(feed);
    send(feed, audio(22, sound()), audio(22, oneTrack(1, 'later')), video(20, interFrame()));
    expect(destination.kinds).toEqual([
      'metadata',
      'avc header',
      'aac header',
      'key',
      'sound',
      'sound',
      'frame',
    ]);
    expect(feed.audioTracks).toBe(2);
  });

  test('a chosen one is sent as plain AAC, with its own configuration', () => {
    const destination = new Destination(twoTracks(), { audioTrack: 1 });
    expect(heard(destination)).toEqual(['\xaf\x00second config', '\xaf\x01second']);
  });

  test('all of them go where they are all asked for', () => {
    const destination = new Destination(twoTracks(), { audioTrack: 'all' });
    expect(heard(destination)).toHaveLength(4);
  });

  test('the first is sent where the encoder lacks the chosen one, and that is known', () => {
    const destination = new Destination(twoTracks(), { audioTrack: 5 });
    expect(heard(destination)[0]).toBe(AAC_HEADER.toString('latin1'));
    expect(destination.output.soundTrack).toBe(0);
  });

  test('the first picture of several goes out alone, as plain H.264', () => {
    const picture = (track: number, packetType: number, key: boolean) =>
      Buffer.concat([
        Buffer.of(key ? 0x96 : 0xa6, packetType),
        Buffer.from('avc1'),
        Buffer.of(track),
        Buffer.from('\0\0\x05pic', 'latin1'),
      ]);
    const feed = startFeed(
      ...[0, 1].map((track) => video(0, picture(track, 0, true))),
      ...[0, 1].map((track) => video(0, picture(track, 1, true))),
      ...[0, 1].map((track) => video(20, picture(track, 1, false))),
    );
    expect(new Destination(feed).got.map(({ payload }) => payload.toString('latin1'))).toEqual([
      '\x17\0\0\0\0\0\0\x05pic',
      '\x17\x01\0\0\x05pic',
      '\x27\x01\0\0\x05pic',
    ]);
    expect(feed.frames).toBe(2);
  });
});

describe('a publish begins near 0', () => {
  test('also where the session has been running for days, and sound keeps its place', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 4_000_000 }),
        fc.integer({ min: 0, max: 40 }),
        (seconds, ahead) => {
          const start = seconds * 1000;
          const feed = startFeed(...opening(), video(0, keyFrame()));
          send(feed, audio(start - ahead, sound()), video(start, keyFrame(70_000)));
          const late = new Destination(feed);
          send(feed, audio(start + 21, sound()), video(start + 20, interFrame(200_000)));
          const stamps = late.got.slice(3).map(({ timestamp }) => timestamp);
          expect(stamps).toEqual([ahead, ahead + 21, ahead + 20]);
          expect(late.got[3]?.payload.equals(keyFrame(70_000))).toBe(true);
          expect(late.got[5]?.payload.equals(interFrame(200_000))).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('while those that were there from the start go on', () => {
    const feed = startFeed(...opening(), video(0, keyFrame()));
    const first = new Destination(feed);
    send(feed, video(10_000, keyFrame()));
    const later = new Destination(feed, { streamId: 9 });
    send(feed, video(10_020, interFrame()));
    expect(first.got.at(-1)?.timestamp).toBe(10_020);
    expect(later.got.at(-1)).toMatchObject({ timestamp: 20, streamId: 9 });
  });
});

test('outputs of the same cut share its bytes, and a slow one keeps those it has not written yet', async () => {
  const feed = startFeed(...opening(), video(0, keyFrame()), video(10_000, keyFrame()));
  const [slow, quick] = [new Destination(feed), new Destination(feed)];
  slow.frozen = true;
  for (let at = 10_020; at < 10_400; at += 20) send(feed, video(at, Buffer.from(interFrame(3000 + at))));
  slow.thaw();
  send(feed, video(10_400, interFrame()));
  await expect.poll(() => slow.got.length).toBe(quick.got.length);
  expect(slow.got).toEqual(quick.got);
});
