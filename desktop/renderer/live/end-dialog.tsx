import { useText } from '../i18n/text.ts';
import type { ConfirmProps } from '../ui/dialog.tsx';
import { ConfirmDialog } from '../ui/lazy-confirm.ts';

/** Asks for confirmation before the broadcast ends on every destination. */
export function EndDialog(props: Pick<ConfirmProps, 'open' | 'onClose' | 'onConfirm'>) {
  const { t } = useText();
  return (
    <ConfirmDialog
      {...props}
      title={t('live.end_title')}
      text={t('live.end_text')}
      confirm={t('live.end_confirm')}
      keep={t('live.keep')}
    />
  );
}
