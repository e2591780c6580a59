import type { SessionEventView } from '@neustream/shared/live/schemas.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { EventIcon } from './event-icon.tsx';
import { eventSentence } from './event-sentence.ts';

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
