import type { Scene } from '@neustream/shared/studio/scenes.ts';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { KeyCaps } from '../../page/actions/key-caps.tsx';
import { hasAppleKeys, keysOfPress } from '../../page/actions/keys.ts';
import { useOfferStore, visibleOffers } from '../../page/actions/offers.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { change } from '../model/collection-store.ts';
import { changeScene } from '../model/scenes.ts';

/** Which keys show a scene. */
export function KeysDialog({ scene, onClose }: { scene: Scene | null; onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog
      open={scene !== null}
      onClose={onClose}
      title={t('studio.keys_title', { name: scene?.name ?? '' })}
    >
      {scene !== null && <Keys key={scene.id} scene={scene} onClose={onClose} />}
    </Dialog>
  );
}

function Keys({ scene, onClose }: { scene: Scene; onClose: () => void }) {
  const { t } = useText();
  const [keys, setKeys] = useState(scene.keys);
  const [problem, setProblem] = useState<string | undefined>();
  const save = (chosen: string | null) => {
    change((all) => changeScene(all, scene.id, { keys: chosen }));
    onClose();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save(keys);
      }}
    >
      <TextField
        label={t('studio.keys')}
        hint={keys === null ? t('studio.keys_hint') : <KeyCaps keys={keys} />}
        error={problem}
        announceHint
        value=""
        placeholder={t('studio.keys_press')}
        onText={() => undefined}
        onKeyDown={(event) => {
          if (['Tab', 'Escape', 'Enter', 'Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
          event.preventDefault();
          event.stopPropagation();
          const pressed = keysOfPress(event.nativeEvent, hasAppleKeys());
          const taken = visibleOffers(useOfferStore.getState()).find(
            (offer) => offer.keys === pressed && !offer.id.endsWith(scene.id),
          );
          if (pressed === null) setProblem(t('studio.keys_refused'));
          else if (taken !== undefined) setProblem(t('studio.keys_taken', { name: taken.label(t) }));
          else {
            setProblem(undefined);
            setKeys(pressed);
          }
        }}
      />
      <div className="flex justify-end gap-2">
        {scene.keys !== null && <Button onClick={() => save(null)}>{t('studio.keys_none')}</Button>}
        <Button type="submit" variant="primary">
          {t('studio.keys_save')}
        </Button>
      </div>
    </form>
  );
}
