import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { Layer } from '@neustream/shared/studio/scenes.ts';
import LayoutTemplate from 'lucide-react/icons/layout-template';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ActionItem } from '../../page/actions/action-button.tsx';
import { useOffers } from '../../page/actions/offers.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { change, toggled, useCollection } from '../model/collection-store.ts';
import { type Unit, unitsOf } from '../model/groups.ts';
import { layersOf, withLayers } from '../model/layers.ts';
import { arrange, PRESETS } from '../model/presets.ts';
import { ArrangeBar } from './arrange-bar.tsx';
import { GroupRow } from './group-row.tsx';
import { layerOffers, pasteOffer } from './layer-actions.ts';
import { LayerRow } from './layer-row.tsx';
import { LayerProperties } from './lazy-properties.ts';
import type { Line } from './picking.ts';

export interface LayerListProps {
  /** What is wrong with an input, in words; null when nothing is. */
  problemOf: (input: StudioInput) => string | null;
  onAdd: () => void;
  onEdit: (input: StudioInput) => void;
  /** Tries to open an input, from a click. */
  onOpen: (inputId: string) => void;
}

/** A line of the list with what it shows. */
type Row = Line & ({ unit: Unit; layer: null } | { unit: Unit; layer: Layer });

/** The layers of the scene, the uppermost first. */
export function LayerList({ problemOf, onAdd, onEdit, onOpen }: LayerListProps) {
  const { t } = useText();
  const { collection, sceneId, canvas, selected, copied } = useCollection();
  /** Groups whose layers are not listed, by group. */
  const [folded, setFolded] = useState<readonly string[]>([]);
  const place = { sceneId, canvas };
  const layers = collection === null ? [] : layersOf(collection, place);
  const offers = layerOffers({ place, layers, ids: selected });
  const paste = pasteOffer(place, copied);
  useOffers([...Object.values(offers).flat(), paste]);
  if (collection === null) return null;
  const inputs = new Map(collection.inputs.map((input) => [input.id, input]));
  const rows = unitsOf(layers)
    .toReversed()
    .flatMap((unit) => rowsOf(unit, unit.group !== null && folded.includes(unit.group)));
  const only = selected.length === 1 ? layers.find(({ id }) => id === selected[0]) : undefined;
  return (
    <section aria-label={t('studio.layers')} className="flex h-full min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center justify-between pr-1.5 pl-3">
        <h2 className="text-sm font-semibold">{t('studio.layers')}</h2>
        <div className="flex">
          <Menu
            trigger={
              <IconButton
                label={t('studio.arrange')}
                icon={<LayoutTemplate aria-hidden className="size-4" />}
              />
            }
          >
            {PRESETS.map((preset) => (
              <MenuItem
                key={preset}
                onClick={() =>
                  change((all) => withLayers(all, place, (those) => arrange(those, preset, canvas)))
                }
              >
                {t(`studio.preset.${preset}`)}
              </MenuItem>
            ))}
            {copied !== null && <MenuSeparator />}
            <ActionItem offer={paste} />
          </Menu>
          <IconButton
            label={t('studio.add_input')}
            icon={<Plus aria-hidden className="size-4" />}
            onClick={onAdd}
          />
        </div>
      </header>
      <ul className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        {layers.length === 0 && <li className="px-2 py-3 text-sm text-muted">{t('studio.no_layers')}</li>}
        {rows.map((row) => {
          const { unit, layer } = row;
          const picked = row.ids.every((id) => selected.includes(id));
          const common = { place, layers, line: row, lines: rows, picked };
          if (layer === null) {
            const members = unit.layers.toReversed();
            return (
              <GroupRow
                {...common}
                key={row.key}
                members={members}
                first={inputs.get(members[0]?.inputId ?? '')?.name ?? ''}
                open={!folded.includes(unit.group ?? '')}
                onOpen={(open) =>
                  open === folded.includes(unit.group ?? '') && setFolded(toggled(folded, unit.group ?? ''))
                }
              />
            );
          }
          const input = inputs.get(layer.inputId);
          if (input === undefined) return null;
          return (
            <LayerRow
              {...common}
              key={row.key}
              layer={layer}
              input={input}
              inGroup={unit.group !== null}
              problem={problemOf(input)}
              onEdit={() => onEdit(input)}
              onOpen={() => onOpen(input.id)}
            />
          );
        })}
      </ul>
      {selected.length > 0 && <ArrangeBar offers={offers} />}
      {only !== undefined && <LayerProperties layer={only} place={place} />}
    </section>
  );
}

/** The lines of a unit: a group has one of its own, above those of its layers. */
function rowsOf(unit: Unit, isFolded: boolean): Row[] {
  const each = unit.layers.toReversed().map((layer) => ({ key: layer.id, ids: [layer.id], unit, layer }));
  if (unit.group === null) return each;
  const whole = { key: `group ${unit.id}`, ids: unit.layers.map(({ id }) => id), unit, layer: null };
  return isFolded ? [whole] : [whole, ...each];
}
