import { describe } from 'vitest';
import { FFMPEG, FFMPEG_AS_OBS } from './encoders.ts';
import { matrix } from './matrix.ts';
import { OBS } from './obs.ts';

describe('encoders that every machine has, and OBS where it is installed', () => {
  matrix([FFMPEG, FFMPEG_AS_OBS, OBS]);
});
