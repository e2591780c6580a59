import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { Translate } from '../i18n/text.ts';
import type { InputState } from './inputs-state.ts';

/** What is wrong with an input, in words; null when nothing is. */
export function problemText(t: Translate, input: StudioInput, state: InputState | undefined): string | null {
  const problem = state?.problem ?? null;
  if (problem === null) return null;
  if (problem === 'denied')
    return t(
      input.kind === 'microphone' ? 'studio.problem.denied_microphone' : 'studio.problem.denied_camera',
    );
  if (problem === 'no-device') {
    return t(input.kind === 'microphone' ? 'studio.problem.no_microphone' : 'studio.problem.no_camera');
  }
  if (problem === 'lost')
    return t(input.kind === 'screen' ? 'studio.problem.share_ended' : 'studio.problem.lost');
  const others = {
    ask: 'studio.problem.ask',
    dismissed: 'studio.problem.ask',
    'in-use': 'studio.problem.in_use',
    'not-supported': 'studio.problem.not_supported',
    elsewhere: 'studio.problem.elsewhere',
    unplayable: 'studio.problem.unplayable',
    failed: 'studio.problem.failed',
  } as const;
  return t(others[problem]);
}
