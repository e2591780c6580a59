/** What viewers hear. */
export { createMixer, type Mixer } from './graph/mixer.ts';
export { type HeardInput, MixerPanel } from './panel/mixer-panel.tsx';
