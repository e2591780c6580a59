import { RELAY_REASON_CODES } from '@neustream/shared/live/relay.ts';
import type { Incident } from '@neustream/shared/live/schemas.ts';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { FaultBadge } from '../page/fault-badge.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** Every gap in what a destination received, and whose fault it was. */
export function IncidentsCard({ incidents }: { incidents: readonly Incident[] }) {
  const { t } = useText();
  return (
    <Card title={t('report.incidents')} flush>
      {incidents.length === 0 ? (
        <EmptyState
          heading="h3"
          icon={<ShieldCheck aria-hidden />}
          title={t('report.incidents_none_title')}
          text={t('report.incidents_none_text')}
        />
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {incidents.map((incident) => (
            <IncidentItem key={`${incident.began_at} ${incident.destination_id}`} incident={incident} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function IncidentItem({ incident }: { incident: Incident }) {
  const { t } = useText();
  const format = useFormat();
  const code = RELAY_REASON_CODES.find((known) => known === incident.reason_code);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <time dateTime={incident.began_at} className="nums w-24 pt-0.5 text-sm whitespace-nowrap text-muted">
        {format.time(incident.began_at)}
      </time>
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{incident.destination_name ?? t('report.whole_session')}</p>
        <p className="text-sm text-muted">
          {code === undefined ? incident.message : t(`reasons.${code}.message`)}
        </p>
      </div>
      <FaultBadge fault={incident.fault} />
      <p className="nums w-32 text-right text-sm">
        {format.duration(incident.seconds)}
        {incident.over_at === null && <span className="block text-muted">{t('report.until_end')}</span>}
      </p>
    </li>
  );
}
