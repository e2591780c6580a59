import type { Asset } from '@neustream/shared/studio/inputs.ts';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ControlField } from '../../ui/field.tsx';
import { keepFile } from '../assets.ts';
import { type FilmFacts, lookAtFilm } from '../look-at-film.ts';

/** Lets people choose a film or music that this browser can play. */
export function FilmField({
  asset,
  onChoose,
}: {
  asset: Asset | null;
  onChoose: (asset: Asset, facts: FilmFacts) => void;
}) {
  const { t } = useText();
  const [state, setState] = useState<'idle' | 'reading' | 'unplayable' | 'no-room'>('idle');
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setState('reading');
    const facts = await lookAtFilm(file);
    if (facts === null) return setState('unplayable');
    try {
      onChoose(await keepFile(file), facts);
      setState('idle');
    } catch {
      setState('no-room');
    }
  };
  const hints = {
    idle: asset === null ? t('studio.file_hint') : t('studio.file_chosen', { name: asset.name }),
    reading: t('studio.file_reading'),
    unplayable: undefined,
    'no-room': undefined,
  };
  const errors = {
    idle: undefined,
    reading: undefined,
    unplayable: t('studio.problem.unplayable'),
    'no-room': t('studio.file_no_room'),
  };
  return (
    <ControlField
      label={t('studio.file')}
      hint={hints[state]}
      error={errors[state]}
      type="file"
      accept="video/*,audio/*"
      className="py-2"
      disabled={state === 'reading'}
      onChange={(event) => void take(event.target.files?.[0])}
    />
  );
}
