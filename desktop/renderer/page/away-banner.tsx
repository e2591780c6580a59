import { useQueryClient } from '@tanstack/react-query';
import CloudOff from 'lucide-react/icons/cloud-off';
import { useEffect } from 'react';
import { useConnection } from '../api/connection.ts';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { Floating, FloatingNote } from '../ui/floating.tsx';

const PROBE_MS = 3000;

/** Says that the server cannot be reached, checks for it, and reloads everything when it is back. */
export function AwayBanner() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const reachable = useConnection((state) => state.reachable);

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
    <Floating>
      {!reachable && (
        <FloatingNote icon={<CloudOff aria-hidden />} title={t('shell.away_title')}>
          {t('shell.away_text')}
        </FloatingNote>
      )}
    </Floating>
  );
}
