import Ellipsis from 'lucide-react/icons/ellipsis';
import { useText } from '../../i18n/text.ts';
import { ActionIcon, ActionItem } from '../../page/actions/action-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuSeparator } from '../../ui/menu.tsx';
import type { layerOffers } from './layer-actions.ts';

/** What can be done with what is picked, at hand. */
export function ArrangeBar({ offers }: { offers: ReturnType<typeof layerOffers> }) {
  const { t } = useText();
  const { align, distribute, group, order, fill, copies, remove } = offers;
  return (
    <div
      role="toolbar"
      aria-label={t('studio.arrange_picked')}
      className="flex shrink-0 flex-wrap border-t border-line px-1.5 py-1"
    >
      {[...align, ...distribute, ...group, ...order].map((one) => (
        <ActionIcon key={one.id} offer={one} />
      ))}
      <Menu
        trigger={
          <IconButton label={t('studio.more_arrange')} icon={<Ellipsis aria-hidden className="size-4" />} />
        }
      >
        {[...fill, ...copies].map((one) => (
          <ActionItem key={one.id} offer={one} />
        ))}
        <MenuSeparator />
        {remove.map((one) => (
          <ActionItem key={one.id} offer={one} />
        ))}
      </Menu>
    </div>
  );
}
