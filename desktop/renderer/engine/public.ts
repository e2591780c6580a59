/** The media worker's face to the page. */
export { createEngine, type Engine } from './engine.ts';
export * from './protocol.ts';
export { engineSupport, framesOf, soundOf } from './tracks.ts';
