import type { SessionView } from '@neustream/shared/live/schemas.ts';
import FileText from 'lucide-react/icons/file-text';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Radio from 'lucide-react/icons/radio';
import Square from 'lucide-react/icons/square';
import { type Action, type Offer, offer } from '../page/actions/action.ts';

/** The source being shown, and what its page can show. */
export interface LiveTarget {
  session: SessionView | null;
  /** The session that was open on this page before, when none is open now. */
  last: SessionView | null;
  /** Whether there is a destination to send to. */
  ready: boolean;
  starting: boolean;
  ending: boolean;
  start: () => void;
  show: (dialog: 'add' | 'end' | 'title') => void;
}

const goLive: Action<LiveTarget> = {
  name: 'live.go-live',
  group: 'live',
  Icon: Radio,
  label: (t) => t('live.go_live'),
  keys: 'Shift+L',
  when: ({ session, starting }) => {
    if (session !== null) return 'hidden';
    return starting ? { because: 'live.start_running' } : 'ready';
  },
  perform: ({ ready, start, show }) => (ready ? start() : show('add')),
};

const endStream: Action<LiveTarget> = {
  name: 'live.end',
  group: 'live',
  Icon: Square,
  label: (t) => t('live.end'),
  keys: 'Shift+E',
  danger: true,
  when: ({ session, ending }) => {
    if (session === null) return 'hidden';
    return ending ? { because: 'live.end_running' } : 'ready';
  },
  perform: ({ show }) => show('end'),
};

const editTitle: Action<LiveTarget> = {
  name: 'live.title',
  group: 'live',
  Icon: Pencil,
  label: (t) => t('live.edit_title'),
  when: ({ session }) => (session === null ? 'hidden' : 'ready'),
  perform: ({ show }) => show('title'),
};

const viewReport: Action<LiveTarget> = {
  name: 'live.report',
  group: 'live',
  Icon: FileText,
  label: (t) => t('live.view_report'),
  when: ({ session, last }) => (session === null && last !== null ? 'ready' : 'hidden'),
  perform: ({ last }, { navigate }) => navigate(`/sessions/${last?.id}`),
};

const addDestination: Action<LiveTarget> = {
  name: 'destinations.add',
  group: 'destinations',
  Icon: Plus,
  label: (t) => t('destinations.add'),
  keys: 'd',
  perform: ({ show }) => show('add'),
};

/** What can be done to the source being shown. */
export function liveOffers(target: LiveTarget) {
  return {
    goLive: offer(goLive, target),
    endStream: offer(endStream, target),
    editTitle: offer(editTitle, target),
    viewReport: offer(viewReport, target),
    addDestination: offer(addDestination, target),
  } satisfies Record<string, Offer>;
}

export type LiveOffers = ReturnType<typeof liveOffers>;
