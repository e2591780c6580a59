import { TRANSITIONS } from '@neustream/shared/studio/scenes.ts';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SelectField } from '../../ui/select.tsx';
import { change, useCollection } from '../model/collection-store.ts';
import { StingerDialog } from './dialogs.ts';

/** Durations of a fade that can be chosen, in ms. */
const DURATIONS = [150, 300, 500, 1000, 2000] as const;

/** How the programme changes from one scene to the next. */
export function TransitionRow() {
  const { t } = useText();
  const [choosing, setChoosing] = useState(false);
  const transition = useCollection(({ collection }) => collection?.transition);
  if (transition === undefined) return null;
  const { kind, durationMs } = transition;
  // One of another program may last as long as it likes.
  const durations = [...new Set([...DURATIONS, durationMs])].toSorted((one, other) => one - other);
  const set = (chosen: Partial<typeof transition>) =>
    change((all) => ({ ...all, transition: { ...all.transition, ...chosen } }));
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 border-t border-line px-2 py-1.5">
      <Segmented
        label={t('studio.transition')}
        value={kind}
        options={TRANSITIONS.map((value) => ({
          value,
          label: t(`studio.transitions.${value}`),
        }))}
        onChoose={(chosen) => {
          // Without a film there is nothing to change beneath.
          if (chosen === 'stinger' && transition.stinger === null) setChoosing(true);
          else set({ kind: chosen, durationMs: durationMs === 0 ? 300 : durationMs });
        }}
      />
      {kind === 'fade' && (
        <SelectField
          small
          label={t('studio.transition_lasts')}
          value={String(durationMs)}
          options={durations.map((ms) => ({ value: String(ms), label: t('studio.ms', { value: ms }) }))}
          onChoose={(ms) => set({ durationMs: Number(ms) })}
        />
      )}
      {kind === 'stinger' && (
        <IconButton
          label={t('studio.stinger')}
          icon={<SlidersHorizontal aria-hidden className="size-4" />}
          onClick={() => setChoosing(true)}
        />
      )}
      <StingerDialog open={choosing} onClose={() => setChoosing(false)} />
    </div>
  );
}
