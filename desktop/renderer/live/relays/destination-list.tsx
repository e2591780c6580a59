import type { SessionView } from '@neustream/shared/live/schemas.ts';
import Share2 from 'lucide-react/icons/share-2';
import { useState } from 'react';
import {
  DeleteDestinationDialog,
  EditDestinationDialog,
  TestConnectionDialog,
} from '../../destinations/public.ts';
import { useText } from '../../i18n/text.ts';
import type { Offer } from '../../page/actions/action.ts';
import { ActionButton } from '../../page/actions/action-button.tsx';
import { useOffers } from '../../page/actions/offers.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { SourceLive } from '../state/live-state.ts';
import { destinationOffers } from './destination-actions.ts';
import { DestinationItem } from './destination-item.tsx';
import type { DestinationRow } from './destination-rows.ts';
import type { DestinationDialog } from './relay-commands.ts';

export interface DestinationListProps {
  sourceId: string;
  rows: readonly DestinationRow[];
  loading: boolean;
  live: SourceLive;
  session: SessionView | null;
  add: Offer;
}

/** Where the source is sent, each with its actual state. */
export function DestinationList({ sourceId, rows, loading, live, session, add }: DestinationListProps) {
  const { t } = useText();
  const [shown, setShown] = useState<{ dialog: DestinationDialog; row: DestinationRow } | null>(null);
  const close = (): void => setShown(null);
  const show = (dialog: DestinationDialog, row: DestinationRow): void => setShown({ dialog, row });
  const items = rows.map((row) => ({ row, offers: destinationOffers({ row, session, sourceId, show }) }));
  useOffers(items.flatMap(({ offers }) => Object.values(offers)));
  const saved = shown?.row.saved ?? null;
  return (
    <Card
      title={t('destinations.title')}
      action={rows.length > 0 && <ActionButton offer={add} size="sm" />}
      flush
    >
      {loading && <Skeleton className="mx-5 mb-5 h-24" />}
      {!loading && rows.length === 0 && (
        <EmptyState
          heading="h3"
          icon={<Share2 aria-hidden />}
          title={t('destinations.empty_title')}
          text={t('destinations.empty_text')}
          action={<ActionButton offer={add} size="sm" />}
        />
      )}
      {rows.length > 0 && (
        <ul
          aria-label={t('destinations.title')}
          className="@container divide-y divide-line border-t border-line"
        >
          {items.map(({ row, offers }) => (
            <DestinationItem key={row.id} row={row} offers={offers} live={live} />
          ))}
        </ul>
      )}
      <EditDestinationDialog
        destination={shown?.dialog === 'edit' ? saved : null}
        onClose={close}
        isLive={session !== null}
      />
      <TestConnectionDialog destination={shown?.dialog === 'test' ? saved : null} onClose={close} />
      <DeleteDestinationDialog
        destination={shown?.dialog === 'delete' ? saved : null}
        onClose={close}
        isLive={session !== null}
      />
    </Card>
  );
}
