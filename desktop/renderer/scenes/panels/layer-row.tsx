import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { Layer } from '@neustream/shared/studio/scenes.ts';
import CircleAlert from 'lucide-react/icons/circle-alert';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import TextCursorInput from 'lucide-react/icons/text-cursor-input';
import { useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { ActionItem } from '../../page/actions/action-button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { change } from '../model/collection-store.ts';
import { changeInput, type Place } from '../model/layers.ts';
import { INPUT_ICONS } from './input-icons.ts';
import { layerOffers } from './layer-actions.ts';
import { NameField } from './name-field.tsx';
import { type Line, pickLine, pressOnLine } from './picking.ts';
import { RowSwitches } from './row-switches.tsx';

export interface LayerRowProps {
  layer: Layer;
  input: StudioInput;
  place: Place;
  layers: readonly Layer[];
  line: Line;
  lines: readonly Line[];
  picked: boolean;
  /** Part of a group, whose line is above. */
  inGroup: boolean;
  problem: string | null;
  onEdit: () => void;
  /** Tries to open the input, from a click. */
  onOpen: () => void;
}

/** One layer in the list. */
export function LayerRow(props: LayerRowProps) {
  const { layer, input, place, layers, line, lines, picked, inGroup, problem, onEdit, onOpen } = props;
  const { t } = useText();
  const [renaming, setRenaming] = useState(false);
  const Icon = INPUT_ICONS[input.kind];
  const offers = layerOffers({ place, layers, ids: [layer.id] });
  return (
    <li
      className={cx(
        'rounded-md',
        picked ? 'bg-accent-soft' : 'hover:bg-hover',
        layer.hidden && 'opacity-60',
        inGroup && 'ml-5',
      )}
    >
      <div className="flex h-9 items-center gap-0.5 pl-2.5 pointer-coarse:h-11">
        <Icon aria-hidden className="size-4 shrink-0 text-faint" />
        {renaming ? (
          <NameField
            label={t('studio.input_name')}
            name={input.name}
            onName={(name) => {
              if (name !== null) change((all) => changeInput(all, input.id, (one) => ({ ...one, name })));
              setRenaming(false);
            }}
          />
        ) : (
          <button
            type="button"
            data-line={line.key}
            aria-pressed={picked}
            className="h-full min-w-0 flex-1 truncate pl-2 text-left text-base"
            onClick={(event) => pickLine(line, lines, event)}
            onDoubleClick={() => setRenaming(true)}
            onKeyDown={(event) => {
              if (event.key === 'F2') setRenaming(true);
              else if (!pressOnLine(event, { line, lines, place })) return;
              event.preventDefault();
              event.stopPropagation();
            }}
          >
            {input.name}
          </button>
        )}
        <RowSwitches name={input.name} layers={[layer]} place={place} />
        <Menu
          trigger={
            <IconButton
              label={t('studio.layer_actions', { name: input.name })}
              icon={<Ellipsis aria-hidden className="size-4" />}
            />
          }
        >
          <MenuItem icon={<Pencil aria-hidden className="size-4" />} onClick={onEdit}>
            {t('studio.edit')}
          </MenuItem>
          <MenuItem
            icon={<TextCursorInput aria-hidden className="size-4" />}
            onClick={() => setRenaming(true)}
          >
            {t('studio.rename')}
          </MenuItem>
          {[...offers.copies, ...offers.order].map((one) => (
            <ActionItem key={one.id} offer={one} />
          ))}
          <MenuSeparator />
          {offers.remove.map((one) => (
            <ActionItem key={one.id} offer={one} />
          ))}
        </Menu>
      </div>
      {problem !== null && !layer.hidden && (
        <div role="status" className="flex items-start gap-2 px-2.5 pb-2 text-sm text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p className="min-w-0 flex-1">{problem}</p>
          <button
            type="button"
            className="min-h-6 shrink-0 font-medium text-accent-text hover:underline pointer-coarse:min-h-10"
            onClick={onOpen}
          >
            {input.kind === 'screen' ? t('studio.choose_screen') : t('studio.try_again')}
          </button>
        </div>
      )}
    </li>
  );
}
