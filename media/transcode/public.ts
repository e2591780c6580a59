/** FFmpeg renditions of what an encoder sends. */
export { writesEnhancedFlv } from './abilities.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export { runRendition } from './rendition.ts';
