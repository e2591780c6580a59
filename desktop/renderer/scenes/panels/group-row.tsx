import type { Layer } from '@neustream/shared/studio/scenes.ts';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { useText } from '../../i18n/text.ts';
import { ActionItem } from '../../page/actions/action-button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuSeparator } from '../../ui/menu.tsx';
import type { Place } from '../model/layers.ts';
import { layerOffers } from './layer-actions.ts';
import { type Line, pickLine, pressOnLine } from './picking.ts';
import { RowSwitches } from './row-switches.tsx';

export interface GroupRowProps {
  /** Of the group, the uppermost first. */
  members: readonly Layer[];
  /** What the uppermost shows. */
  first: string;
  place: Place;
  layers: readonly Layer[];
  line: Line;
  lines: readonly Line[];
  picked: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** A group in the list: picks, hides, locks and moves all of it. */
export function GroupRow(props: GroupRowProps) {
  const { members, first, place, layers, line, lines, picked, open, onOpen } = props;
  const { t } = useText();
  const name = t('studio.group_of', { name: first, count: members.length - 1 });
  const offers = layerOffers({ place, layers, ids: line.ids });
  return (
    <li className={cx('rounded-md', picked ? 'bg-accent-soft' : 'hover:bg-hover')}>
      <div className="flex h-9 items-center gap-0.5 pl-1 pointer-coarse:h-11">
        <button
          type="button"
          aria-expanded={open}
          aria-label={t(open ? 'studio.fold_group' : 'studio.unfold_group', { name })}
          className="grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:text-text pointer-coarse:size-10"
          onClick={() => onOpen(!open)}
        >
          <ChevronRight aria-hidden className={cx('size-4 transition-transform', open && 'rotate-90')} />
        </button>
        <button
          type="button"
          data-line={line.key}
          aria-pressed={picked}
          className="h-full min-w-0 flex-1 truncate pl-1 text-left text-base font-medium"
          onClick={(event) => pickLine(line, lines, event)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') onOpen(event.key === 'ArrowRight');
            else if (!pressOnLine(event, { line, lines, place })) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {name}
        </button>
        <RowSwitches name={name} layers={members} place={place} />
        <Menu
          trigger={
            <IconButton
              label={t('studio.layer_actions', { name })}
              icon={<Ellipsis aria-hidden className="size-4" />}
            />
          }
        >
          {[...offers.group, ...offers.copies, ...offers.order].map((one) => (
            <ActionItem key={one.id} offer={one} />
          ))}
          <MenuSeparator />
          {offers.remove.map((one) => (
            <ActionItem key={one.id} offer={one} />
          ))}
        </Menu>
      </div>
    </li>
  );
}
