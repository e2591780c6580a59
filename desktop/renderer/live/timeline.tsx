import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useText } from '../i18n/text.ts';
import { EventList } from '../sessions/public.ts';
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
