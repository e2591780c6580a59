import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { change, useCollection } from '../model/collection-store.ts';
import { FilmField } from './film-field.tsx';

/** The longest film that a scene may change beneath, in ms. */
const MOST_MS = 10_000;

/** Chooses the film of a stinger, and when the scene changes beneath it. */
export function StingerDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('studio.stinger')} text={t('studio.stinger_text')}>
      <StingerForm onDone={onClose} />
    </Dialog>
  );
}

function StingerForm({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const transition = useCollection(({ collection }) => collection?.transition);
  const [stinger, setStinger] = useState(transition?.stinger ?? null);
  const [cutAt, setCutAt] = useState(String(transition?.cutAtMs ?? 0));
  const cutAtMs = Math.round(Number(cutAt));
  const isValid = cutAt.trim() !== '' && cutAtMs >= 0 && cutAtMs <= MOST_MS;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change((all) => ({
          ...all,
          transition: { ...all.transition, kind: 'stinger', stinger, cutAtMs },
        }));
        onDone();
      }}
    >
      <FilmField
        asset={stinger}
        onChoose={(asset, { seconds }) => {
          setStinger(asset);
          // Most cover the picture in their middle.
          setCutAt(String(Math.min(MOST_MS, Math.round(seconds * 500))));
        }}
      />
      <TextField
        label={t('studio.stinger_cut')}
        hint={t('studio.stinger_cut_hint')}
        type="number"
        min={0}
        max={MOST_MS}
        value={cutAt}
        onText={setCutAt}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={stinger === null || !isValid}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
