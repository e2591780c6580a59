import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { sourceQueries } from './queries.ts';

/** Says in the navigation that a source is on air. */
export function OnAirBadge() {
  const { t } = useText();
  const { data } = useQuery(sourceQueries.list(useApi()));
  if (data?.sources.some((source) => source.session_status === 'LIVE') !== true) return null;
  return (
    <span className="absolute top-1.5 right-[calc(50%-1.4rem)] flex items-center gap-1.5 text-xs whitespace-nowrap text-live-text lg:static lg:ml-auto">
      <span className="size-2 animate-breathe rounded-full bg-live" />
      <span className="max-lg:sr-only">{t('shell.on_air')}</span>
    </span>
  );
}
