import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyAudio, classifyVideo } from './media-codec.ts';

function bytes(...parts: (number | string)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))),
  );
}

test.each([
  ['H.264 configuration', bytes(0x17, 0, 0, 0, 0), { role: 'header', codec: 'avc1' }],
  ['H.264 key frame', bytes(0x17, 1, 0, 0, 0), { role: 'key', codec: 'avc1' }],
  ['H.264 frame', bytes(0x27, 1, 0, 0, 0), { role: 'frame', codec: 'avc1' }],
  ['H.264 end of sequence', bytes(0x17, 2, 0, 0, 0), { role: 'end' }],
  ['H.263 key frame', bytes(0x12, 0), { role: 'key', codec: 'h263' }],
  ['unofficial HEVC configuration', bytes(0x1c, 0, 0), { role: 'header', codec: 'hvc1' }],
  ['seek command', bytes(0x57, 0), { role: 'other' }],
  ['enhanced HEVC start', bytes(0x90, 'hvc1', 1), { role: 'header', codec: 'hvc1' }],
  ['enhanced HEVC key frame', bytes(0x91, 'hvc1', 0, 0, 0), { role: 'key', codec: 'hvc1' }],
  ['enhanced HEVC key frame without composition time', bytes(0x93, 'hvc1'), { role: 'key' }],
  ['enhanced HEVC frame', bytes(0xa3, 'hvc1'), { role: 'frame' }],
  ['enhanced AV1 sequence end', bytes(0x92, 'av01'), { role: 'end', codec: 'av01' }],
  ['enhanced colour information', bytes(0x94, 'hvc1', 2), { role: 'header' }],
  ['start of track 2', bytes(0x96, 0x00, 'avc1', 2, 9), { role: 'header', codec: 'avc1', track: 2 }],
  ['key frame of track 0', bytes(0x96, 0x01, 'avc1', 0, 9), { role: 'key', track: 0 }],
  ['key frame of track 1, where nobody joins', bytes(0x96, 0x01, 'avc1', 1, 9), { role: 'frame', track: 1 }],
  [
    'key frame behind a nanosecond offset',
    bytes(0x97, 2, 0, 0, 1, 0x03, 'hvc1'),
    { role: 'key', codec: 'hvc1' },
  ],
  ['nothing', bytes(), { role: 'other' }],
])('video: %s', (_name, payload, expected) => {
  expect(classifyVideo(payload)).toMatchObject(expected);
});

test.each([
  ['AAC configuration', bytes(0xaf, 0, 0x12, 0x10), { role: 'header', codec: 'mp4a' }],
  ['AAC', bytes(0xaf, 1, 5), { role: 'frame', codec: 'mp4a' }],
  ['MP3', bytes(0x2f, 1), { role: 'frame', codec: '.mp3' }],
  ['Opus start', bytes(0x90, 'Opus', 1), { role: 'header', codec: 'Opus' }],
  ['Opus', bytes(0x91, 'Opus', 1), { role: 'frame', codec: 'Opus' }],
  ['channel layout', bytes(0x94, 'mp4a', 1), { role: 'header', codec: 'mp4a' }],
  ['start of sound track 1', bytes(0x95, 0x00, 'mp4a', 1), { role: 'header', track: 1 }],
  ['nothing', bytes(), { role: 'other' }],
])('audio: %s', (_name, payload, expected) => {
  expect(classifyAudio(payload)).toMatchObject(expected);
});

test('headers of different tracks and kinds are told apart', () => {
  const keys = [
    classifyVideo(bytes(0x17, 0, 0)),
    classifyVideo(bytes(0x96, 0x00, 'avc1', 1)),
    classifyVideo(bytes(0x94, 'hvc1')),
    classifyAudio(bytes(0xaf, 0)),
    classifyAudio(bytes(0x94, 'mp4a')),
  ].map(({ headerKey }) => headerKey);
  expect(new Set(keys).size).toBe(5);
});

test('any bytes are classified without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
      const payload = Buffer.from(any);
      expect(classifyVideo(payload).role).toBeTypeOf('string');
      expect(classifyAudio(payload).role).toBeTypeOf('string');
    }),
  );
});
