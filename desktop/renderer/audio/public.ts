/** What viewers hear. */
export { createMixer, type Mixer } from './graph/mixer.ts';
export type { HeardInput } from './panel/heard-input.ts';
export { MixerPanel } from './panel/mixer-panel.tsx';
