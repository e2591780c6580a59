import { useQueryClient } from '@tanstack/react-query';
import CloudOff from 'lucide-react/icons/cloud-off';
import { useEffect } from 'react';
import { useApi } from '../api/context.tsx';
import { useReachability } from '../api/reachability.ts';
import { useText } from '../i18n/text.ts';

const PROBE_MS = 3000;

/** Says that the server is away, asks after it, and loads everything anew when it is back. */
export function AwayBanner() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const reachable = useReachability((state) => state.reachable);

  useEffect(() => {
    if (reachable) return;
    const timer = setInterval(() => {
      api
        .call('ready')
        .then(() => queryClient.invalidateQueries())
        .catch(() => undefined);
    }, PROBE_MS);
    return () => clearInterval(timer);
  }, [reachable, api, queryClient]);

  return (
    <div role="status" className="fixed inset-x-3 top-3 z-30 mx-auto max-w-xl">
      {!reachable && (
        <div className="flex items-start gap-3 rounded-xl border border-line bg-raised px-4 py-3 shadow-pop">
          <CloudOff aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          <div>
            <p className="font-semibold">{t('shell.away_title')}</p>
            <p className="text-sm text-muted">{t('shell.away_text')}</p>
          </div>
        </div>
      )}
    </div>
  );
}
