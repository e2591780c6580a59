import type { InputKind, StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { Layer } from '@neustream/shared/studio/scenes.ts';
import type { LucideIcon } from 'lucide-react';
import Camera from 'lucide-react/icons/camera';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Copy from 'lucide-react/icons/copy';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import Film from 'lucide-react/icons/film';
import Globe from 'lucide-react/icons/globe';
import Image from 'lucide-react/icons/image';
import Lock from 'lucide-react/icons/lock';
import LockOpen from 'lucide-react/icons/lock-open';
import Mic from 'lucide-react/icons/mic';
import MonitorUp from 'lucide-react/icons/monitor-up';
import Palette from 'lucide-react/icons/palette';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import Type from 'lucide-react/icons/type';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ActionItem } from '../../page/actions/action-button.tsx';
import { useOffers } from '../../page/actions/offers.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { withGroup } from '../model/align.ts';
import { change, select, toggled, useCollection } from '../model/collection-store.ts';
import {
  changeInput,
  changeLayers,
  duplicateLayers,
  layersOf,
  removeLayers,
  reorderLayer,
  withLayers,
} from '../model/layers.ts';
import { arrange, PRESETS } from '../model/presets.ts';
import { alignOffers } from './align-actions.ts';
import { LayerProperties } from './lazy-properties.ts';
import { NameField } from './name-field.tsx';

export const INPUT_ICONS: Record<InputKind, LucideIcon> = {
  camera: Camera,
  screen: MonitorUp,
  microphone: Mic,
  image: Image,
  text: Type,
  colour: Palette,
  media: Film,
  browser: Globe,
};

export interface LayerListProps {
  /** What is wrong with an input, in words; null when nothing is. */
  problemOf: (input: StudioInput) => string | null;
  onAdd: () => void;
  onEdit: (input: StudioInput) => void;
  /** Tries to open an input, from a click. */
  onOpen: (inputId: string) => void;
}

/** The layers of the scene, the uppermost first. */
export function LayerList({ problemOf, onAdd, onEdit, onOpen }: LayerListProps) {
  const { t } = useText();
  const { collection, sceneId, canvas, selected } = useCollection();
  const [renaming, setRenaming] = useState<string | null>(null);
  const place = { sceneId, canvas };
  const layers = collection === null ? [] : layersOf(collection, place);
  const picked = alignOffers({ place, layers, ids: selected });
  useOffers(picked);
  if (collection === null) return null;
  const inputs = new Map(collection.inputs.map((input) => [input.id, input]));
  const only = selected.length === 1 ? layers.find(({ id }) => id === selected[0]) : undefined;
  const set = (id: string, how: (layer: Layer) => Partial<Layer>) =>
    change((all) => changeLayers(all, place, [id], how));
  return (
    <section aria-label={t('studio.layers')} className="flex min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center justify-between pr-1.5 pl-3">
        <h2 className="text-sm font-semibold">{t('studio.layers')}</h2>
        <div className="flex">
          <Menu
            trigger={
              <IconButton label={t('studio.arrange')} icon={<Ellipsis aria-hidden className="size-4" />} />
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
            {selected.length > 0 && <MenuSeparator />}
            {picked.map((one) => (
              <ActionItem key={one.id} offer={one} />
            ))}
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
        {layers.toReversed().map((layer) => {
          const input = inputs.get(layer.inputId);
          if (input === undefined) return null;
          const Icon = INPUT_ICONS[input.kind];
          const problem = problemOf(input);
          const at = layers.indexOf(layer);
          return (
            <li
              key={layer.id}
              className={cx(
                'rounded-md',
                selected.includes(layer.id) ? 'bg-accent-soft' : 'hover:bg-hover',
                layer.hidden && 'opacity-60',
              )}
            >
              <div className="flex h-9 items-center gap-0.5 pl-2.5">
                <Icon aria-hidden className="size-4 shrink-0 text-faint" />
                {renaming === layer.id ? (
                  <NameField
                    label={t('studio.input_name')}
                    name={input.name}
                    onName={(name) => {
                      if (name !== null)
                        change((all) => changeInput(all, input.id, (one) => ({ ...one, name })));
                      setRenaming(null);
                    }}
                  />
                ) : (
                  <button
                    type="button"
                    aria-pressed={selected.includes(layer.id)}
                    className="h-full min-w-0 flex-1 truncate pl-2 text-left text-base"
                    onClick={({ shiftKey, ctrlKey, metaKey }) =>
                      select(
                        shiftKey || ctrlKey || metaKey
                          ? toggled(selected, layer.id)
                          : withGroup(layers, layer.id),
                      )
                    }
                    onDoubleClick={() => setRenaming(layer.id)}
                  >
                    {input.name}
                  </button>
                )}
                <IconButton
                  label={t(layer.hidden ? 'studio.show' : 'studio.hide', { name: input.name })}
                  icon={
                    layer.hidden ? (
                      <EyeOff aria-hidden className="size-4" />
                    ) : (
                      <Eye aria-hidden className="size-4" />
                    )
                  }
                  onClick={() => set(layer.id, ({ hidden }) => ({ hidden: !hidden }))}
                />
                <IconButton
                  label={t(layer.locked ? 'studio.unlock' : 'studio.lock', { name: input.name })}
                  icon={
                    layer.locked ? (
                      <Lock aria-hidden className="size-4" />
                    ) : (
                      <LockOpen aria-hidden className="size-4 opacity-50" />
                    )
                  }
                  onClick={() => set(layer.id, ({ locked }) => ({ locked: !locked }))}
                />
                <Menu
                  trigger={
                    <IconButton
                      label={t('studio.layer_actions', { name: input.name })}
                      icon={<Ellipsis aria-hidden className="size-4" />}
                    />
                  }
                >
                  <MenuItem icon={<Pencil aria-hidden className="size-4" />} onClick={() => onEdit(input)}>
                    {t('studio.edit')}
                  </MenuItem>
                  <MenuItem
                    icon={<Copy aria-hidden className="size-4" />}
                    onClick={() => change((all) => duplicateLayers(all, place, [layer.id]).collection)}
                  >
                    {t('studio.duplicate')}
                  </MenuItem>
                  <MenuItem
                    disabled={at === layers.length - 1}
                    icon={<ChevronUp aria-hidden className="size-4" />}
                    onClick={() => change((all) => reorderLayer(all, place, { id: layer.id, to: at + 1 }))}
                  >
                    {t('studio.up')}
                  </MenuItem>
                  <MenuItem
                    disabled={at === 0}
                    icon={<ChevronDown aria-hidden className="size-4" />}
                    onClick={() => change((all) => reorderLayer(all, place, { id: layer.id, to: at - 1 }))}
                  >
                    {t('studio.down')}
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem
                    danger
                    disabled={layer.locked}
                    icon={<Trash2 aria-hidden className="size-4" />}
                    onClick={() => change((all) => removeLayers(all, place, [layer.id]))}
                  >
                    {t('studio.remove')}
                  </MenuItem>
                </Menu>
              </div>
              {problem !== null && !layer.hidden && (
                <div role="status" className="flex items-start gap-2 px-2.5 pb-2 text-sm text-bad">
                  <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                  <p className="min-w-0 flex-1">{problem}</p>
                  <button
                    type="button"
                    className="min-h-6 shrink-0 font-medium text-accent-text hover:underline"
                    onClick={() => onOpen(input.id)}
                  >
                    {input.kind === 'screen' ? t('studio.choose_screen') : t('studio.try_again')}
                  </button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {only !== undefined && <LayerProperties layer={only} place={place} />}
    </section>
  );
}
