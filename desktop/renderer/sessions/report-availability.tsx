import type { SessionReport } from '@neustream/shared/live/schemas.ts';
import { PlatformMark } from '../destinations/public.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { Card } from '../ui/card.tsx';
import { cx } from '../ui/cx.ts';
import { receivedShare } from './received-share.ts';

type Line = SessionReport['destinations'][number];

const HEAD = 'px-4 py-2.5 font-medium whitespace-nowrap sm:px-5';
const CELL = 'px-4 py-3 sm:px-5';

/** How much of the session each destination was live, and what it confirmed. */
export function AvailabilityCard({ report }: { report: SessionReport }) {
  const { t } = useText();
  return (
    <Card title={t('report.availability')} flush>
      <table className="w-full border-t border-line text-left">
        <thead className="border-b border-line text-sm text-muted">
          <tr>
            <th className={HEAD}>{t('report.destination')}</th>
            <th className={HEAD}>{t('report.availability')}</th>
            <th className={cx(HEAD, 'text-right max-md:hidden')}>{t('report.live_time')}</th>
            <th className={cx(HEAD, 'text-right max-md:hidden')}>{t('report.sent')}</th>
            <th className={cx(HEAD, 'text-right max-lg:hidden')}>{t('report.received')}</th>
            <th className={cx(HEAD, 'text-right max-lg:hidden')}>{t('report.dropped')}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {report.destinations.map((line) => (
            <AvailabilityLine key={line.destination_id} line={line} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function AvailabilityLine({ line }: { line: Line }) {
  const { t } = useText();
  const format = useFormat();
  const share = receivedShare(line.bytes_sent, line.bytes_acked);
  const availability = format.percent(line.availability);
  return (
    <tr>
      <td className={CELL}>
        <span className="flex items-center gap-3">
          <PlatformMark platform={line.platform} />
          <span className="font-medium">{line.name}</span>
        </span>
      </td>
      <td className={cx(CELL, 'nums min-w-36')}>
        <div className="flex items-center gap-3">
          <span className="w-14 font-semibold">{availability}</span>
          <svg
            role="img"
            aria-label={t('report.availability_of', { name: line.name })}
            viewBox="0 0 100 6"
            preserveAspectRatio="none"
            className="h-1.5 max-w-40 flex-1 overflow-hidden rounded-full"
          >
            <rect width="100" height="6" className="fill-hover" />
            <rect
              width={line.availability * 100}
              height="6"
              className={line.availability >= 0.99 ? 'fill-ok' : 'fill-bad'}
            />
          </svg>
        </div>
      </td>
      <td className={cx(CELL, 'nums text-right max-md:hidden')}>{format.duration(line.live_seconds)}</td>
      <td className={cx(CELL, 'nums text-right max-md:hidden')}>{format.bytes(line.bytes_sent)}</td>
      <td className={cx(CELL, 'nums text-right max-lg:hidden')}>
        {share === null ? '–' : format.percent(share)}
      </td>
      <td className={cx(CELL, 'nums text-right max-lg:hidden')}>{format.number(line.frames_dropped)}</td>
    </tr>
  );
}
