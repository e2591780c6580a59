/** What viewers hear. */
export { createMixer, type Mixer, type MixerEvent, PROGRAMME } from './graph/mixer.ts';
export { type HeardInput, MixerPanel } from './panel/mixer-panel.tsx';
export type { Levels } from './worklets/loudness.ts';
