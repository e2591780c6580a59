import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/context.tsx';
import { useFormat } from '../../i18n/language.ts';
import { useText } from '../../i18n/text.ts';
import { LoadFailure } from '../../page/load-failure.tsx';
import { useReport } from '../../page/use-report.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotify } from '../../ui/toast.tsx';
import { change, undo } from '../model/collection-store.ts';

/** The scenes as the server has stored them before. */
export function VersionsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog open={open} onClose={onClose} title={t('studio.versions_title')} text={t('studio.versions_text')}>
      <Versions onDone={onClose} />
    </Dialog>
  );
}

function Versions({ onDone }: { onDone: () => void }) {
  const { t } = useText();
  const format = useFormat();
  const api = useApi();
  const notify = useNotify();
  const report = useReport();
  const { data, isError, error, refetch } = useQuery({
    queryKey: ['studio', 'revisions'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.call('listCollectionRevisions', {}, signal)).revisions,
  });
  if (isError) return <LoadFailure error={error} onRetry={() => refetch()} />;
  if (data === undefined) return null;
  if (data.length === 0) return <p className="text-muted">{t('studio.no_versions')}</p>;
  const restore = async (revision: number) => {
    try {
      const { collection } = await api.call('readCollectionRevision', { params: { revision } });
      change(() => collection);
      notify(t('studio.restored'), { action: { label: t('studio.undo'), onClick: undo } });
      onDone();
    } catch (failure) {
      report(failure);
    }
  };
  return (
    <ul className="flex max-h-96 flex-col divide-y divide-line overflow-y-auto">
      {data.map(({ revision, saved_at, scenes }) => (
        <li key={revision} className="flex items-center gap-3 py-2">
          <span className="nums flex-1">
            {t('studio.version_of', { at: format.dateTime(saved_at), count: scenes })}
          </span>
          <Button size="sm" onClick={() => void restore(revision)}>
            {t('studio.restore')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
