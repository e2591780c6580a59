/** The media worker's face to the page. */
export { createEngine, type Engine } from './engine.ts';
export type * from './protocol.ts';
export { PROGRAMME_SOUND } from './protocol.ts';
export { engineSupport, framesOf, soundOf } from './tracks.ts';
