import Ellipsis from 'lucide-react/icons/ellipsis';
import { useText } from '../../i18n/text.ts';
import { ActionButton, ActionItem } from '../../page/actions/action-button.tsx';
import { usePerform } from '../../page/actions/use-perform.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuSeparator } from '../../ui/menu.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { DestinationOffers } from './destination-actions.ts';
import type { DestinationRow } from './destination-rows.ts';

export interface RelayActionsProps {
  row: DestinationRow;
  offers: DestinationOffers;
}

/** The action that fits a row's state, and the others in a menu. */
export function RelayActions({ row, offers }: RelayActionsProps) {
  const { t } = useText();
  const perform = usePerform();
  const { retry, resume, add, pause, remove, toggle, edit } = offers;
  const main = [retry, resume, add, pause].find(({ availability }) => availability !== 'hidden');
  return (
    <div className="flex items-center justify-end gap-1">
      {main !== undefined && (
        <ActionButton
          offer={main}
          size="sm"
          className="@max-2xl:gap-0"
          wordsClass="@max-2xl:hidden"
          icon={<main.Icon aria-hidden className="size-3.5" />}
        />
      )}
      {toggle.availability !== 'hidden' && row.saved !== null && (
        <Switch
          bare
          label={`${row.name}: ${t('destinations.use')}`}
          checked={row.saved.is_active}
          onChange={() => void perform(toggle)}
        />
      )}
      <Menu
        trigger={
          <IconButton
            label={t('common.more_for', { name: row.name })}
            tip={t('common.more')}
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
      >
        {main !== pause && <ActionItem offer={pause} />}
        <ActionItem offer={edit} />
        <ActionItem offer={offers.test} />
        <ActionItem offer={remove} />
        {offers.delete.availability !== 'hidden' && <MenuSeparator />}
        <ActionItem offer={offers.delete} />
      </Menu>
    </div>
  );
}
