import type { Layer } from '@neustream/shared/studio/scenes.ts';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import Lock from 'lucide-react/icons/lock';
import LockOpen from 'lucide-react/icons/lock-open';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { change } from '../model/collection-store.ts';
import { changeLayers, type Place } from '../model/layers.ts';

/** Hides and locks a layer, or all of a group. */
export function RowSwitches({
  name,
  layers,
  place,
}: {
  name: string;
  layers: readonly Layer[];
  place: Place;
}) {
  const { t } = useText();
  const [hidden, locked] = [layers.every((layer) => layer.hidden), layers.every((layer) => layer.locked)];
  const ids = layers.map(({ id }) => id);
  const set = (how: Partial<Layer>) => change((all) => changeLayers(all, place, ids, () => how));
  return (
    <>
      <IconButton
        label={t(hidden ? 'studio.show' : 'studio.hide', { name })}
        icon={hidden ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
        onClick={() => set({ hidden: !hidden })}
      />
      <IconButton
        label={t(locked ? 'studio.unlock' : 'studio.lock', { name })}
        icon={
          locked ? (
            <Lock aria-hidden className="size-4" />
          ) : (
            <LockOpen aria-hidden className="size-4 opacity-50" />
          )
        }
        onClick={() => set({ locked: !locked })}
      />
    </>
  );
}
