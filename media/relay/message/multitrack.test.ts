import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTracks, singleTrack } from './multitrack.ts';

/** Bytes given as numbers and as text. */
function bytes(...parts: (number | string)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
}

const ONE_AAC = bytes(0x95, 0x01, 'mp4a', 3, 'frame');
const MANY_AAC = bytes(0x95, 0x11, 'mp4a', 0, 0, 0, 3, 'abc', 2, 0, 0, 2, 'de');
const MANY_CODECS = bytes(0x95, 0x20, 'mp4a', 0, 0, 0, 2, 'ab', 'Opus', 1, 0, 0, 3, 'cde');

test.each([
  ['one track', ONE_AAC, [[3, 'mp4a', 'frame']]],
  [
    'several tracks',
    MANY_AAC,
    [
      [0, 'mp4a', 'abc'],
      [2, 'mp4a', 'de'],
    ],
  ],
  [
    'several tracks of several codecs',
    MANY_CODECS,
    [
      [0, 'mp4a', 'ab'],
      [1, 'Opus', 'cde'],
    ],
  ],
  [
    'tracks behind an offset in nanoseconds',
    bytes(0x97, 2, 0, 0, 1, 0x05, 0x01, 'mp4a', 1, 'x'),
    [[1, 'mp4a', 'x']],
  ],
  ['a track that is cut short', bytes(0x95, 0x11, 'mp4a', 0, 0, 0, 9, 'abc'), []],
  ['more tracks than there are numbers', bytes(0x95, 0x11, 'mp4a', '\0'.repeat(257 * 4)), []],
  ['sound without track numbers', bytes(0xaf, 1, 'frame'), []],
])('the tracks of a message with %s are found', (_name, payload, expected) => {
  const tracks = readTracks(payload, 'audio').map(({ track, codec, body }) => [
    track,
    codec,
    body.toString(),
  ]);
  expect(tracks).toEqual(expected);
});

test.each([
  ['AAC', 'audio', ONE_AAC, 3, bytes(0xaf, 1, 'frame')],
  ['AAC configuration', 'audio', bytes(0x95, 0x00, 'mp4a', 1, 'cfg'), 1, bytes(0xaf, 0, 'cfg')],
  ['Opus among others', 'audio', MANY_CODECS, 1, bytes(0x90, 'Opus', 'cde')],
  ['an Opus channel layout', 'audio', bytes(0x95, 0x04, 'Opus', 1, 'lay'), 1, bytes(0x94, 'Opus', 'lay')],
  ['H.264', 'video', bytes(0x96, 0x01, 'avc1', 0, 0, 0, 5, 'pic'), 0, bytes(0x17, 1, 0, 0, 5, 'pic')],
  ['H.264 without times', 'video', bytes(0xa6, 0x03, 'avc1', 0, 'pic'), 0, bytes(0x27, 1, 0, 0, 0, 'pic')],
  ['H.264 configuration', 'video', bytes(0x96, 0x00, 'avc1', 0, 'cfg'), 0, bytes(0x17, 0, 0, 0, 0, 'cfg')],
  ['HEVC', 'video', bytes(0xa6, 0x03, 'hvc1', 0, 'pic'), 0, bytes(0xa3, 'hvc1', 'pic')],
] as const)(
  'one track of %s is sent as servers of one track expect it',
  (_name, kind, payload, track, expected) => {
    expect(singleTrack(payload, kind, track)).toEqual(expected);
  },
);

test('a track that a message does not have is not made up', () => {
  expect(singleTrack(MANY_AAC, 'audio', 1)).toBeNull();
  expect(singleTrack(bytes(0xaf, 1), 'audio', 0)).toBeNull();
  expect(singleTrack(bytes(0x95, 0x04, 'mp4a', 1, 'layout'), 'audio', 1)).toBeNull();
});

test('any bytes are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('audio', 'video'), (any, kind) => {
      const payload = Buffer.concat([Buffer.of(kind === 'audio' ? 0x95 : 0x96), any]);
      for (const { track } of readTracks(payload, kind)) singleTrack(payload, kind, track);
      expect(singleTrack(payload, kind, 256)).toBeNull();
    }),
  );
});
