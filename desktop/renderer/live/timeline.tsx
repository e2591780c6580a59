import type { SessionEventView, SessionView } from '@neustream/shared/live/schemas.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { EventIcon } from '../sessions/event-icon.tsx';
import { eventSentence } from '../sessions/event-sentence.ts';
import { Card } from '../ui/card.tsx';
import { ScrollArea } from '../ui/scroll-area.tsx';

/** What happened in the session, newest first. */
export function Timeline({ session }: { session: SessionView | null }) {
  const { t } = useText();
  const events = session?.events ?? [];
  return (
    <Card title={t('live.timeline')} flush>
      <div className="h-80 border-t border-line">
        {events.length === 0 ? (
          <p className="p-5 text-sm text-muted">{t('live.timeline_empty')}</p>
        ) : (
          <ScrollArea label={t('live.timeline')}>
            <EventList events={events.toReversed()} />
          </ScrollArea>
        )}
      </div>
    </Card>
  );
}

/** Lines of a timeline in the order given. */
export function EventList({ events }: { events: readonly SessionEventView[] }) {
  const { t } = useText();
  const format = useFormat();
  return (
    <ol>
      {events.map((event) => (
        <li key={event.seq} className="flex items-start gap-3 py-1.5">
          <EventIcon kind={event.kind} />
          <p className="min-w-0 flex-1 pt-0.5 text-sm text-pretty">{eventSentence(event, t, format)}</p>
          <time dateTime={event.at} className="nums pt-0.5 text-xs whitespace-nowrap text-muted">
            {format.time(event.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}
