import type { Layer } from '@neustream/shared/studio/scenes.ts';
import { useText } from '../../i18n/text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { beginGesture, change, endGesture } from '../model/collection-store.ts';
import { changeLayers, type Place } from '../model/layers.ts';

const FITS = ['contain', 'cover', 'stretch'] as const satisfies readonly Layer['fit'][];
const MOST_RADIUS = 500;

/** A slider that is dragged is one step, wherever the pointer is let go. */
function beginStep(): void {
  beginGesture();
  const end = new AbortController();
  const finish = () => {
    end.abort();
    endGesture();
  };
  window.addEventListener('pointerup', finish, { signal: end.signal });
  window.addEventListener('pointercancel', finish, { signal: end.signal });
}

/** How the selected layer looks. */
export function LayerProperties({ layer, place }: { layer: Layer; place: Place }) {
  const { t } = useText();
  const set = (how: Partial<Layer>) => change((all) => changeLayers(all, place, [layer.id], () => how));
  const percent = Math.round(layer.opacity * 100);
  return (
    <fieldset
      aria-label={t('studio.layer_look')}
      disabled={layer.locked}
      className="flex flex-col gap-3 border-t border-line p-3"
      onPointerDown={beginStep}
    >
      <Segmented
        label={t('studio.fit')}
        value={layer.fit}
        options={FITS.map((value) => ({ value, label: t(`studio.fitted.${value}`) }))}
        onChoose={(fit) => set({ fit })}
      />
      <Slider
        label={t('studio.opacity')}
        text={t('studio.percent', { value: percent })}
        value={percent}
        least={0}
        most={100}
        normal={100}
        onValue={(value) => set({ opacity: value / 100 })}
      />
      <Slider
        label={t('studio.radius')}
        text={String(Math.round(layer.radius))}
        value={Math.min(MOST_RADIUS, Math.round(layer.radius))}
        least={0}
        most={MOST_RADIUS}
        normal={0}
        onValue={(radius) => set({ radius })}
      />
    </fieldset>
  );
}
