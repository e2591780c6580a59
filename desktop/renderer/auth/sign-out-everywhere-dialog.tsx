import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { usePageDeps } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { refresh } from '../page/refresh.ts';
import { useReport } from '../page/use-report.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { Switch } from '../ui/switch.tsx';
import { useNotify } from '../ui/toast.tsx';

/** Asks before every device is signed out, with this one or without it. */
export function SignOutEverywhereDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  const { api, forgetPerson } = usePageDeps();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const report = useReport();
  const [keep, setKeep] = useState(true);
  const signOut = useMutation({
    mutationFn: () => api.call('signOutEverywhere', { body: { keep_this_device: keep } }),
    onError: report,
    onSuccess: async ({ signed_out: count }) => {
      if (keep) {
        onClose();
        notify(t('auth.signed_out_devices', { count }));
        await refresh(queryClient, 'devices');
      } else {
        forgetPerson();
        await navigate('/sign-in');
      }
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => signOut.mutate()}
      busy={signOut.isPending}
      title={t('auth.everywhere_title')}
      text={t('auth.everywhere_text')}
      confirm={keep ? t('auth.everywhere_others') : t('auth.everywhere')}
    >
      <Switch label={t('auth.everywhere_keep')} checked={keep} onChange={setKeep} />
    </ConfirmDialog>
  );
}
