import { expect, it } from 'vitest';
import { isEnhanced } from './abilities.ts';

it.each([
  ['FFmpeg of Debian 12', 'ffmpeg version 5.1.9-0+deb12u1\nlibavformat    59. 27.100 / 59. 27.100\n', false],
  ['FFmpeg 6.0', 'ffmpeg version 6.0\nlibavformat    60.  3.100 / 60.  3.100\n', false],
  ['FFmpeg 6.1', 'ffmpeg version 6.1.1\nlibavformat    60. 16.100 / 60. 16.100\n', true],
  ['FFmpeg 8', 'ffmpeg version 8.0\nlibavformat    62.  3.100 / 62.  3.100\n', true],
  ['a build of a day', 'ffmpeg version N-116000-g5d6f2a\nlibavformat     61.  1.100 / 61.  1.100\n', true],
  ['something else', 'not found', false],
])('%s can write HEVC into FLV: %s', (_name, version, able) => {
  expect(isEnhanced(version)).toBe(able);
});
