import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import MonitorSmartphone from 'lucide-react/icons/monitor-smartphone';
import { useLocation, useNavigate } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { offer } from '../page/actions/action.ts';
import { ActionButton } from '../page/actions/action-button.tsx';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StatusPill } from '../ui/status-pill.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useNow } from '../ui/use-now.ts';
import { opensDialog, signOutEverywhere } from './actions.ts';
import { authQueries } from './queries.ts';
import { SignOutEverywhereDialog } from './sign-out-everywhere-dialog.tsx';

/** Where the account is signed in; any other device can be signed out. */
export function DevicesCard() {
  const { t } = useText();
  const api = useApi();
  const format = useFormat();
  const now = useNow(false);
  const queryClient = useQueryClient();
  const notify = useNotify();
  const report = useReport();
  const navigate = useNavigate();
  const { state } = useLocation();
  const { data: devices } = useQuery(authQueries.devices(api));
  const revoke = useMutation({
    mutationFn: (device: { id: string; device_name: string }) =>
      api.call('revokeDevice', { params: { id: device.id } }),
    onSuccess: (_, device) => notify(t('auth.device_signed_out', { name: device.device_name })),
    onError: report,
    onSettled: () => refresh(queryClient, 'devices'),
  });
  return (
    <Card
      title={t('auth.devices_title')}
      text={t('auth.devices_text')}
      action={<ActionButton offer={offer(signOutEverywhere, undefined)} size="sm" />}
      flush
    >
      {devices === undefined && <Skeleton className="mx-5 mb-5 h-16" />}
      <ul className="mt-2 divide-y divide-line border-t border-line">
        {devices?.map((device) => (
          <li key={device.id} className="flex items-center gap-3 px-4 py-3 sm:px-5">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-faint" />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{device.device_name}</p>
              <p className="truncate text-sm text-muted">
                {t('auth.device_last_used', { when: format.relative(device.last_used_at, now) })} ·{' '}
                {device.ip}
              </p>
            </div>
            {device.current ? (
              <StatusPill tone="neutral" icon={null}>
                {t('auth.device_current')}
              </StatusPill>
            ) : (
              <Button
                size="sm"
                aria-label={t('auth.device_sign_out_named', { name: device.device_name })}
                onClick={() => revoke.mutate(device)}
              >
                {t('auth.device_sign_out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <SignOutEverywhereDialog
        open={opensDialog(state, 'everywhere')}
        onClose={() => void navigate('/account', { replace: true })}
      />
    </Card>
  );
}
