import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';
import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Share2 from 'lucide-react/icons/share-2';
import { useState } from 'react';
import { useApi } from '../../api/context.tsx';
import { EditDestinationDialog } from '../../destinations/public.ts';
import { useText } from '../../i18n/text.ts';
import { refresh } from '../../page/refresh.ts';
import { useReport } from '../../page/use-report.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNotify } from '../../ui/toast.tsx';
import type { SourceLive } from '../state/live-state.ts';
import { DestinationItem } from './destination-item.tsx';
import type { DestinationRow } from './destination-rows.ts';

export interface DestinationListProps {
  sourceId: string;
  rows: readonly DestinationRow[];
  loading: boolean;
  live: SourceLive;
  session: SessionView | null;
  onAdd: () => void;
}

/** Where the source is sent to, each with its true state. */
export function DestinationList({ sourceId, rows, loading, live, session, onAdd }: DestinationListProps) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const report = useReport();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState<DestinationView | null>(null);
  const [deleting, setDeleting] = useState<DestinationView | null>(null);

  async function change(work: () => Promise<unknown>, done?: string): Promise<void> {
    try {
      await work();
      if (done !== undefined) notify(done);
    } catch (error) {
      report(error);
    }
    await refresh(queryClient, 'destinations');
  }

  const add = (
    <Button size="sm" icon={<Plus aria-hidden className="size-4" />} onClick={onAdd}>
      {t('destinations.add')}
    </Button>
  );
  return (
    <Card title={t('destinations.title')} action={rows.length > 0 && add} flush>
      {loading && <Skeleton className="mx-5 mb-5 h-24" />}
      {!loading && rows.length === 0 && (
        <EmptyState
          heading="h3"
          icon={<Share2 aria-hidden />}
          title={t('destinations.empty_title')}
          text={t('destinations.empty_text')}
          action={add}
        />
      )}
      {rows.length > 0 && (
        <ul
          aria-label={t('destinations.title')}
          className="@container divide-y divide-line border-t border-line"
        >
          {rows.map((row) => (
            <DestinationItem
              key={row.id}
              row={row}
              live={live}
              session={session}
              sourceId={sourceId}
              onEdit={() => setEditing(row.saved)}
              onDelete={() => setDeleting(row.saved)}
              onToggle={(is_active) =>
                void change(() =>
                  api.call('updateDestination', { params: { id: row.id }, body: { is_active } }),
                )
              }
            />
          ))}
        </ul>
      )}
      <EditDestinationDialog
        destination={editing}
        onClose={() => setEditing(null)}
        isLive={session !== null}
      />
      <ConfirmDialog
        open={deleting !== null}
        onClose={() => setDeleting(null)}
        onConfirm={() => {
          if (deleting === null) return;
          setDeleting(null);
          void change(
            () => api.call('deleteDestination', { params: { id: deleting.id } }),
            t('destinations.deleted', { name: deleting.name }),
          );
        }}
        title={t('destinations.delete_title', { name: deleting?.name ?? '' })}
        text={session === null ? t('destinations.delete_text') : t('destinations.delete_text_live')}
        confirm={t('destinations.delete')}
      />
    </Card>
  );
}
