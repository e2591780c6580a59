import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { useNotify } from '../ui/toast.tsx';
import { removeSource } from './queries.ts';

export interface DeleteSourceProps {
  source: SourceView;
  open: boolean;
  onClose: () => void;
}

/** Asks for confirmation before a source is deleted together with its key and destinations. */
export function DeleteSourceDialog({ source, open, onClose }: DeleteSourceProps) {
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
