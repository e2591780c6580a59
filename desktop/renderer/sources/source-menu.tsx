import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import Ellipsis from 'lucide-react/icons/ellipsis';
import KeyRound from 'lucide-react/icons/key-round';
import Settings2 from 'lucide-react/icons/settings-2';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { useNotify } from '../ui/toast.tsx';
import { removeSource } from './queries.ts';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { EditSourceDialog } from './source-dialog.tsx';

/** Editing, a new key and deleting. */
export function SourceMenu({ source, isLive }: { source: SourceView; isLive: boolean }) {
  const { t } = useText();
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={t('live.source_actions')}
            variant="secondary"
            size="md"
            className="h-11! w-11!"
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
      >
        <MenuItem icon={<Settings2 aria-hidden className="size-4" />} onClick={() => setOpen('edit')}>
          {t('sources.edit')}
        </MenuItem>
        <MenuItem icon={<KeyRound aria-hidden className="size-4" />} onClick={() => setOpen('rotate')}>
          {t('encoder.key_show')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden className="size-4" />}
          danger
          disabled={isLive}
          onClick={() => setOpen('delete')}
        >
          {t('sources.delete')}
        </MenuItem>
      </Menu>
      <EditSourceDialog source={source} open={open === 'edit'} onClose={close} />
      <RotateKeyDialog sourceId={source.id} open={open === 'rotate'} onClose={close} />
      <DeleteSource source={source} open={open === 'delete'} onClose={close} />
    </>
  );
}

function DeleteSource({ source, open, onClose }: { source: SourceView; open: boolean; onClose: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const report = useReport();
  const [busy, setBusy] = useState(false);

  async function remove(): Promise<void> {
    setBusy(true);
    try {
      await api.call('deleteSource', { params: { id: source.id } });
      await navigate('/sources');
      removeSource(queryClient, source.id);
      await refresh(queryClient, 'sources', 'destinations', 'sessions');
      notify(t('sources.deleted', { name: source.name }));
    } catch (error) {
      report(error);
      setBusy(false);
      onClose();
    }
  }

  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => void remove()}
      busy={busy}
      title={t('sources.delete_title', { name: source.name })}
      text={t('sources.delete_text')}
      confirm={t('sources.delete')}
    />
  );
}
