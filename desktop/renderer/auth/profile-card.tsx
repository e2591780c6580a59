import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { offer } from '../page/actions/action.ts';
import { ActionButton } from '../page/actions/action-button.tsx';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { Card } from '../ui/card.tsx';
import { changePassword, editName, opensDialog } from './actions.ts';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { authQueries } from './queries.ts';

/** Who is signed in, with changing the name and the password. */
export function ProfileCard() {
  const { t } = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { state } = useLocation();
  const { data: user } = useQuery(authQueries.me(useApi()));
  const close = (): void => void navigate('/account', { replace: true });
  return (
    <Card title={t('auth.profile_title')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        <dt className="text-muted">{t('auth.display_name')}</dt>
        <dd className="truncate font-medium">{user?.display_name}</dd>
        <dt className="text-muted">{t('auth.email')}</dt>
        <dd className="truncate font-medium">{user?.email}</dd>
        <dt className="text-muted">{t('auth.member_since')}</dt>
        <dd className="font-medium">{user == null ? '' : format.date(user.created_at)}</dd>
      </dl>
      <div className="mt-5 flex flex-wrap gap-2">
        <ActionButton offer={offer(editName, undefined)} size="sm" />
        <ActionButton offer={offer(changePassword, undefined)} size="sm" />
      </div>
      <FormDialog open={opensDialog(state, 'name')} onClose={close} title={t('auth.edit_name')}>
        <NameForm name={user?.display_name ?? ''} onDone={close} />
      </FormDialog>
      <FormDialog
        open={opensDialog(state, 'password')}
        onClose={close}
        title={t('auth.change_password')}
        text={t('auth.change_password_text')}
      >
        <PasswordForm email={user?.email ?? ''} onDone={close} />
      </FormDialog>
    </Card>
  );
}
