/** FFmpeg renditions of what an encoder sends. */
export { findFfmpeg } from './find-ffmpeg.ts';
export { runRendition } from './rendition.ts';
