import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQuery } from '@tanstack/react-query';
import KeyRound from 'lucide-react/icons/key-round';
import Plus from 'lucide-react/icons/plus';
import Radio from 'lucide-react/icons/radio';
import Settings2 from 'lucide-react/icons/settings-2';
import Trash2 from 'lucide-react/icons/trash-2';
import { useApi } from '../api/context.tsx';
import { type Action, offer } from '../page/actions/action.ts';
import { useOffers } from '../page/actions/offers.ts';
import { sourceQueries } from './queries.ts';

const CREATING = 'creating';

/** Whether a history entry is one in which the sources page shows the dialog for a new one. */
export function isCreating(state: unknown): boolean {
  return state === CREATING;
}

export const createSource: Action = {
  name: 'sources.create',
  group: 'source',
  Icon: Plus,
  label: (t) => t('sources.new'),
  keys: 'n',
  perform: (_, { navigate }) => navigate('/sources', { state: CREATING }),
};

const openSource: Action<{ id: string; name: string }> = {
  name: 'sources.open',
  group: 'go',
  Icon: Radio,
  label: (t, { name }) => t('sources.open_named', { name }),
  perform: ({ id }, { navigate }) => navigate(`/sources/${id}`),
};

/** A source being shown, and the dialogs that its page can show. */
export interface SourceTarget {
  source: SourceView;
  isLive: boolean;
  show: (dialog: 'edit' | 'rotate' | 'delete') => void;
}

export const editSource: Action<SourceTarget> = {
  name: 'sources.edit',
  group: 'source',
  Icon: Settings2,
  label: (t) => t('sources.edit'),
  perform: ({ show }) => show('edit'),
};

export const rotateKey: Action<SourceTarget> = {
  name: 'sources.rotate-key',
  group: 'source',
  Icon: KeyRound,
  label: (t) => t('encoder.key_show'),
  perform: ({ show }) => show('rotate'),
};

export const deleteSource: Action<SourceTarget> = {
  name: 'sources.delete',
  group: 'source',
  Icon: Trash2,
  danger: true,
  label: (t) => t('sources.delete'),
  when: ({ isLive }) => (isLive ? { because: 'sources.delete_live' } : 'ready'),
  perform: ({ show }) => show('delete'),
};

/** Creating a source and opening any of them. */
export function SourceOffers() {
  const { data } = useQuery(sourceQueries.list(useApi()));
  useOffers([
    offer(createSource, undefined),
    ...(data?.sources ?? []).map(({ id, name }) => offer(openSource, { id, name }, id)),
  ]);
  return null;
}
