import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { LucideIcon } from 'lucide-react';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Unplug from 'lucide-react/icons/unplug';
import type { Action } from '../../page/actions/action.ts';
import { takeSnapshot } from '../state/current.ts';
import type { DestinationRow } from './destination-rows.ts';
import type { RelayLook } from './relay-look.ts';

/** What a row can open. */
export type DestinationDialog = 'edit' | 'test' | 'delete';

/** A row in the list of destinations, with what the list can show for it. */
export interface RelayTarget {
  row: DestinationRow;
  session: SessionView | null;
  sourceId: string;
  show: (dialog: DestinationDialog, row: DestinationRow) => void;
}

type Verb = 'retry' | 'pause' | 'resume' | 'add' | 'remove';

interface RelayCommandParts {
  verb: Verb;
  Icon: LucideIcon;
  /** States of a destination in an open session in which the command makes sense. */
  looks: readonly RelayLook[];
}

/** A command for one relay of an open session. Its answer is a whole snapshot, shown at once. */
function relayCommand({ verb, Icon, looks }: RelayCommandParts): Action<RelayTarget> {
  return {
    name: `relays.${verb}`,
    group: 'destinations',
    Icon,
    label: (t, { row }) => t(`relay.${verb}_named`, { name: row.name }),
    short: (t) => t(`relay.${verb}_short`),
    when: ({ session, row }) => (session !== null && looks.includes(row.look) ? 'ready' : 'hidden'),
    perform: async ({ session, row, sourceId }, { api, queryClient }) => {
      if (session === null) return;
      const params = { id: session.id, destinationId: row.id };
      takeSnapshot(queryClient, sourceId, await api.call(`${verb}Relay`, { params }));
    },
  };
}

export const retryRelay = relayCommand({ verb: 'retry', Icon: RotateCw, looks: ['reconnecting', 'error'] });
export const resumeRelay = relayCommand({ verb: 'resume', Icon: Play, looks: ['paused'] });
export const addRelay = relayCommand({ verb: 'add', Icon: Plus, looks: ['removed'] });
export const pauseRelay = relayCommand({
  verb: 'pause',
  Icon: Pause,
  looks: ['live', 'connecting', 'waiting', 'reconnecting', 'error'],
});
export const removeRelay = relayCommand({
  verb: 'remove',
  Icon: Unplug,
  looks: ['live', 'connecting', 'waiting', 'reconnecting', 'error', 'paused', 'ended'],
});
