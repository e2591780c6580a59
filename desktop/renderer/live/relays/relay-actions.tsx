import type { SessionView } from '@neustream/shared/live/schemas.ts';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Pause from 'lucide-react/icons/pause';
import Pencil from 'lucide-react/icons/pencil';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Trash2 from 'lucide-react/icons/trash-2';
import Unplug from 'lucide-react/icons/unplug';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type RelayAction, useRelayAction } from '../state/session-actions.ts';
import type { DestinationRow } from './destination-rows.ts';
import type { RelayLook } from './relay-look.ts';

interface MainAction {
  action: RelayAction;
  text: 'retry' | 'pause' | 'resume' | 'add';
  icon: ReactNode;
}

const ICON = 'size-3.5';
const RETRY: MainAction = {
  action: 'retryRelay',
  text: 'retry',
  icon: <RotateCw aria-hidden className={ICON} />,
};
const PAUSE: MainAction = {
  action: 'pauseRelay',
  text: 'pause',
  icon: <Pause aria-hidden className={ICON} />,
};
const MAIN: Partial<Record<RelayLook, MainAction>> = {
  live: PAUSE,
  connecting: PAUSE,
  waiting: PAUSE,
  reconnecting: RETRY,
  error: RETRY,
  paused: { action: 'resumeRelay', text: 'resume', icon: <Play aria-hidden className={ICON} /> },
  removed: { action: 'addRelay', text: 'add', icon: <Plus aria-hidden className={ICON} /> },
};

export interface RelayActionsProps {
  row: DestinationRow;
  session: SessionView | null;
  sourceId: string;
  onEdit: () => void;
  onDelete: () => void;
  onToggle: (active: boolean) => void;
}

/** The action that fits a row's state, and the others in a menu. */
export function RelayActions({ row, session, sourceId, onEdit, onDelete, onToggle }: RelayActionsProps) {
  const { t } = useText();
  const order = useRelayAction(sourceId);
  const main = session === null ? undefined : MAIN[row.look];
  const send = (action: RelayAction): void => {
    if (session !== null) order.mutate({ action, sessionId: session.id, destinationId: row.id });
  };
  const inSession = session !== null && row.relay !== null && row.look !== 'removed';
  const canPause = row.look === 'error' || row.look === 'reconnecting';
  return (
    <div className="flex items-center justify-end gap-1">
      {main !== undefined && (
        <Button
          size="sm"
          title={t(`relay.${main.text}_short`)}
          className="@max-2xl:gap-0"
          icon={main.icon}
          busy={order.isPending}
          aria-label={t(`relay.${main.text}_named`, { name: row.name })}
          onClick={() => send(main.action)}
        >
          <span className="@max-2xl:hidden">{t(`relay.${main.text}_short`)}</span>
        </Button>
      )}
      {session === null && row.saved !== null && (
        <Switch
          bare
          label={`${row.name}: ${t('destinations.use')}`}
          checked={row.saved.is_active}
          onChange={onToggle}
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
        {inSession && canPause && (
          <MenuItem icon={<Pause aria-hidden className="size-4" />} onClick={() => send('pauseRelay')}>
            {t('relay.pause')}
          </MenuItem>
        )}
        {row.saved !== null && (
          <MenuItem icon={<Pencil aria-hidden className="size-4" />} onClick={onEdit}>
            {t('destinations.edit')}
          </MenuItem>
        )}
        {inSession && (
          <MenuItem icon={<Unplug aria-hidden className="size-4" />} onClick={() => send('removeRelay')}>
            {t('relay.remove')}
          </MenuItem>
        )}
        {row.saved !== null && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden className="size-4" />} danger onClick={onDelete}>
              {t('destinations.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}
