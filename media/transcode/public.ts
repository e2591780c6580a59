/** FFmpeg renditions of what an encoder sends. */
export { writesEnhancedFlv } from './abilities.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export { type OpusConverter, type OpusSink, opusConversion } from './opus-converter.ts';
export { runRendition } from './rendition.ts';
