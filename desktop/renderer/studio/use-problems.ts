import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import { useEffect, useState } from 'react';
import type { Mixer } from '../audio/public.ts';
import { useText } from '../i18n/text.ts';
import { useInputStates } from './inputs-state.ts';
import { problemText } from './problem-text.ts';

/** What is wrong with an input, in words, microphones that give nothing among them; null when nothing is. */
export function useProblems(mixer: Mixer): (input: StudioInput) => string | null {
  const { t } = useText();
  const states = useInputStates();
  const [deaf, setDeaf] = useState<readonly string[]>([]);
  useEffect(() => mixer.watchDeaf(setDeaf), [mixer]);
  return (input) => {
    // A film or a shared window may be silent.
    const isDeaf = input.kind === 'microphone' && deaf.includes(input.id);
    return problemText(t, input, states[input.id]) ?? (isDeaf ? t('studio.problem.deaf') : null);
  };
}
