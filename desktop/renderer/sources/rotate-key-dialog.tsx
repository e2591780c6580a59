import { useMutation } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { useReport } from '../page/use-report.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useIngestKeys } from './ingest-keys.ts';

export interface RotateKeyProps {
  sourceId: string;
  open: boolean;
  onClose: () => void;
}

/** Asks for confirmation before the ingest key is replaced, because every encoder has to be updated. */
export function RotateKeyDialog({ sourceId, open, onClose }: RotateKeyProps) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const report = useReport();
  const keep = useIngestKeys((state) => state.keep);
  const rotate = useMutation({
    mutationFn: () => api.call('rotateIngestKey', { params: { id: sourceId } }),
    onSuccess: ({ ingest }) => {
      keep(sourceId, { ingest, scope: 'source' });
      notify(t('encoder.rotated'), { description: t('encoder.key_once') });
    },
    onError: report,
    onSettled: onClose,
  });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => rotate.mutate()}
      busy={rotate.isPending}
      title={t('encoder.rotate_title')}
      text={t('encoder.rotate_text')}
      confirm={t('encoder.rotate_confirm')}
    />
  );
}
