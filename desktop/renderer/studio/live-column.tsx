import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useApi } from '../api/context.tsx';
import { destinationQueries } from '../destinations/public.ts';
import { useText } from '../i18n/text.ts';
import { DestinationList, destinationRows, useSourceSession } from '../live/public.ts';
import { type Action, offer } from '../page/actions/action.ts';
import { SelectField } from '../ui/select.tsx';

const add: Action<() => void> = {
  name: 'destinations.add',
  group: 'destinations',
  Icon: Plus,
  label: (t) => t('destinations.add'),
  keys: 'd',
  perform: (show) => show(),
};

export interface LiveColumnProps {
  source: { id: string; name: string } | null;
  sources: readonly { id: string; name: string }[];
  onSource: (id: string) => void;
  onAdd: () => void;
}

/** Where the programme goes, each destination with its actual state. */
export function LiveColumn({ source, sources, onSource, onAdd }: LiveColumnProps) {
  const { t } = useText();
  return (
    <aside aria-label={t('studio.where_to')} className="flex flex-col gap-3 p-3">
      {sources.length > 1 && source !== null && (
        <SelectField
          label={t('studio.stream')}
          value={source.id}
          options={sources.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={onSource}
        />
      )}
      {source !== null && <Destinations key={source.id} sourceId={source.id} onAdd={onAdd} />}
    </aside>
  );
}

function Destinations({ sourceId, onAdd }: { sourceId: string; onAdd: () => void }) {
  const destinations = useQuery(destinationQueries.of(useApi(), sourceId));
  const { live, session } = useSourceSession(sourceId);
  return (
    <DestinationList
      sourceId={sourceId}
      rows={destinationRows(destinations.data ?? [], session)}
      loading={destinations.isPending}
      live={live}
      session={session}
      add={offer(add, onAdd)}
    />
  );
}
