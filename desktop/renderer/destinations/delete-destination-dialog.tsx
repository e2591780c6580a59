import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { useNotify } from '../ui/toast.tsx';

export interface DeleteDestinationProps {
  destination: DestinationView | null;
  onClose: () => void;
  isLive: boolean;
}

/** Asks before a destination and its key are deleted. */
export function DeleteDestinationDialog({ destination, onClose, isLive }: DeleteDestinationProps) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const report = useReport();

  async function remove({ id, name }: DestinationView): Promise<void> {
    onClose();
    try {
      await api.call('deleteDestination', { params: { id } });
      notify(t('destinations.deleted', { name }));
    } catch (error) {
      report(error);
    }
    await refresh(queryClient, 'destinations');
  }

  return (
    <ConfirmDialog
      open={destination !== null}
      onClose={onClose}
      onConfirm={() => destination !== null && void remove(destination)}
      title={t('destinations.delete_title', { name: destination?.name ?? '' })}
      text={isLive ? t('destinations.delete_text_live') : t('destinations.delete_text')}
      confirm={t('destinations.delete')}
    />
  );
}
