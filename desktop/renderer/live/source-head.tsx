import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import Square from 'lucide-react/icons/square';
import { Link } from 'react-router';
import { useText } from '../i18n/text.ts';
import { ActionButton } from '../page/actions/action-button.tsx';
import { SessionPill, sessionLook } from '../sessions/public.ts';
import { SourceMenu } from '../sources/public.ts';
import type { LiveOffers } from './actions.ts';
import { SessionTitle } from './session-title.tsx';

export interface SourceHeadProps {
  source: SourceView;
  session: SessionView | null;
  /** The session that was open on this page before, when none is open now. */
  last: SessionView | null;
  starting: boolean;
  ending: boolean;
  offers: LiveOffers;
}

/** Name and state of a source, and the one button that matters now. */
export function SourceHead({ source, session, last, starting, ending, offers }: SourceHeadProps) {
  const { t } = useText();
  return (
    <div className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <Link
          to="/sources"
          className="-ml-1 inline-flex items-center gap-0.5 rounded text-sm text-muted hover:text-text"
        >
          <ChevronLeft aria-hidden className="size-4" />
          {t('sources.title')}
        </Link>
        <div className="flex items-center gap-3">
          <h1 className="truncate text-2xl font-semibold tracking-tight">{source.name}</h1>
          <SessionPill look={sessionLook(session)} />
        </div>
        <SessionTitle session={session} last={last} source={source} edit={offers.editTitle} />
      </div>
      <div className="flex items-center gap-2 max-sm:w-full">
        <ActionButton
          offer={offers.goLive}
          variant="primary"
          size="lg"
          className="min-w-36 max-sm:flex-1"
          busy={starting}
        />
        <ActionButton
          offer={offers.endStream}
          size="lg"
          className="min-w-36 max-sm:flex-1"
          icon={<Square aria-hidden className="size-3.5 fill-live text-live" />}
          busy={ending}
        />
        <SourceMenu source={source} isLive={session !== null} />
      </div>
    </div>
  );
}
