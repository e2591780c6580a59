/** What viewers hear. */
export { createMixer, type Mixer, type Player } from './graph/mixer.ts';
export type { HeardInput } from './panel/heard-input.ts';
export { MixerPanel } from './panel/mixer-panel.tsx';
