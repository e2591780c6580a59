import Pencil from 'lucide-react/icons/pencil';
import PlugZap from 'lucide-react/icons/plug-zap';
import Power from 'lucide-react/icons/power';
import Trash2 from 'lucide-react/icons/trash-2';
import { type Action, type Offer, offer } from '../../page/actions/action.ts';
import { refresh } from '../../page/refresh.ts';
import {
  addRelay,
  pauseRelay,
  type RelayTarget,
  removeRelay,
  resumeRelay,
  retryRelay,
} from './relay-commands.ts';
import type { RelayLook } from './relay-look.ts';

const ifSaved: Action<RelayTarget>['when'] = ({ row }) => (row.saved === null ? 'hidden' : 'ready');

/** Whether the destination is included when going live. */
const toggleDestination: Action<RelayTarget> = {
  name: 'destinations.toggle',
  group: 'destinations',
  Icon: Power,
  label: (t, { row: { name, saved } }) =>
    saved?.is_active === true
      ? t('destinations.leave_out_named', { name })
      : t('destinations.use_named', { name }),
  when: ({ row, session }) => (session === null && row.saved !== null ? 'ready' : 'hidden'),
  perform: async ({ row: { id, saved } }, { api, queryClient }) => {
    try {
      const body = { is_active: saved?.is_active !== true };
      await api.call('updateDestination', { params: { id }, body });
    } finally {
      await refresh(queryClient, 'destinations');
    }
  },
};

const editDestination: Action<RelayTarget> = {
  name: 'destinations.edit',
  group: 'destinations',
  Icon: Pencil,
  label: (t, { row: { name } }) => t('destinations.edit_title', { name }),
  short: (t) => t('destinations.edit'),
  when: ifSaved,
  perform: ({ row, show }) => show('edit', row),
};

/** A row whose relay publishes, or may at any moment: a test would be a second publisher. */
const IDLE: readonly RelayLook[] = ['ready', 'off', 'paused', 'removed'];

const testDestination: Action<RelayTarget> = {
  name: 'destinations.test',
  group: 'destinations',
  Icon: PlugZap,
  label: (t, { row: { name } }) => t('destinations.test_named', { name }),
  short: (t) => t('destinations.test'),
  when: (target) => {
    if (target.row.saved === null) return 'hidden';
    return IDLE.includes(target.row.look) ? 'ready' : { because: 'destinations.test_live' };
  },
  perform: ({ row, show }) => show('test', row),
};

const deleteDestination: Action<RelayTarget> = {
  name: 'destinations.delete',
  group: 'destinations',
  Icon: Trash2,
  danger: true,
  label: (t, { row: { name } }) => t('destinations.delete_named', { name }),
  short: (t) => t('destinations.delete'),
  when: ifSaved,
  perform: ({ row, show }) => show('delete', row),
};

/** What can be done to one row of the list of destinations. */
export function destinationOffers(target: RelayTarget) {
  const of = (action: Action<RelayTarget>): Offer => offer(action, target, target.row.id);
  return {
    retry: of(retryRelay),
    resume: of(resumeRelay),
    add: of(addRelay),
    pause: of(pauseRelay),
    remove: of(removeRelay),
    toggle: of(toggleDestination),
    edit: of(editDestination),
    test: of(testDestination),
    delete: of(deleteDestination),
  };
}

export type DestinationOffers = ReturnType<typeof destinationOffers>;
