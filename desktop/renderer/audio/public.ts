/** What viewers hear. */
export { createMixer, type Mixer, type Player } from './graph/mixer.ts';
export { type HeardInput, MixerPanel } from './panel/mixer-panel.tsx';
