import type { SessionView } from '@neustream/shared/live/schemas.ts';
import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import Radio from 'lucide-react/icons/radio';
import Square from 'lucide-react/icons/square';
import { useState } from 'react';
import { Link } from 'react-router';
import { useText } from '../i18n/text.ts';
import { SessionPill, sessionLook } from '../sessions/public.ts';
import { SourceMenu } from '../sources/public.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { SessionTitle } from './session-title.tsx';

export interface SourceHeadProps {
  source: SourceView;
  session: SessionView | null;
  /** The session that was open on this page before, when none is open now. */
  last: SessionView | null;
  starting: boolean;
  ending: boolean;
  onGoLive: () => void;
  onEnd: () => void;
}

/** Name and state of a source, and the one button that matters now. */
export function SourceHead({ source, session, last, starting, ending, onGoLive, onEnd }: SourceHeadProps) {
  const { t } = useText();
  const [asking, setAsking] = useState(false);
  const isEnding = ending || session?.status === 'ENDING';
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
        <SessionTitle session={session} last={last} description={source.description} />
      </div>
      <div className="flex items-center gap-2 max-sm:w-full">
        {session === null ? (
          <Button
            variant="primary"
            size="lg"
            className="min-w-36 max-sm:flex-1"
            icon={<Radio aria-hidden className="size-4" />}
            busy={starting}
            onClick={onGoLive}
          >
            {t('live.go_live')}
          </Button>
        ) : (
          <Button
            size="lg"
            className="min-w-36 max-sm:flex-1"
            icon={<Square aria-hidden className="size-3.5 fill-live text-live" />}
            busy={isEnding}
            onClick={() => setAsking(true)}
          >
            {t('live.end')}
          </Button>
        )}
        <SourceMenu source={source} isLive={session !== null} />
      </div>
      <ConfirmDialog
        open={asking && session !== null}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          onEnd();
        }}
        title={t('live.end_title')}
        text={t('live.end_text')}
        confirm={t('live.end_confirm')}
        keep={t('live.keep')}
      />
    </div>
  );
}
