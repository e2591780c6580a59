import type { Layer } from '@neustream/shared/studio/scenes.ts';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { beginGesture, change, endGesture } from '../model/collection-store.ts';
import { changeLayers, type Place } from '../model/layers.ts';

const FITS = ['contain', 'cover', 'stretch'] as const satisfies readonly Layer['fit'][];
const MOST_RADIUS = 500;
/** Where a layer is, and how it is turned, by number: handles need a pointer. With what each may be. */
const PLACES = [
  { of: 'x', least: -20_000, most: 20_000 },
  { of: 'y', least: -20_000, most: 20_000 },
  { of: 'width', least: 1, most: 20_000 },
  { of: 'height', least: 1, most: 20_000 },
  { of: 'rotation', least: -360, most: 360 },
] as const;
/** How much of the input is cut away, by side. */
const CUTS = [
  { side: 'left', across: 'right' },
  { side: 'right', across: 'left' },
  { side: 'top', across: 'bottom' },
  { side: 'bottom', across: 'top' },
] as const;
/** Of the input's width or height: something of it is left. */
const MOST_CUT = 0.99;

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
      <div className="grid grid-cols-2 gap-3">
        {PLACES.map(({ of, least, most }) => (
          <NumberField
            key={`${layer.id} ${of}`}
            label={t(`studio.place.${of}`)}
            value={layer[of]}
            least={least}
            most={most}
            onValue={(value) => set({ [of]: value })}
          />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        {CUTS.map(({ side, across }) => (
          <NumberField
            key={`${layer.id} ${side}`}
            label={t(`studio.cut.${side}`)}
            value={layer.crop[side] * 100}
            least={0}
            most={Math.floor((MOST_CUT - layer.crop[across]) * 100)}
            onValue={(value) => set({ crop: { ...layer.crop, [side]: value / 100 } })}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onValue: (value: number) => void;
}

/** A whole number, taken once the person has finished it: Enter, or leaving the field. */
function NumberField({ label, value, least, most, onValue }: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const typed = draft === null || draft.trim() === '' ? Number.NaN : Number(draft);
    if (Number.isFinite(typed)) onValue(Math.round(Math.max(least, Math.min(most, typed))));
    setDraft(null);
  };
  return (
    <TextField
      label={label}
      type="number"
      min={least}
      max={most}
      value={draft ?? String(Math.round(value))}
      onText={setDraft}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
