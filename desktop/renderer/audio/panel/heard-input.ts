import type { SoundSettings, StudioInput } from '@neustream/shared/studio/inputs.ts';

/** Inputs that can be heard. */
export type HeardInput = Extract<StudioInput, { sound: SoundSettings }>;
