import { passwordChange } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { refresh } from '../page/refresh.ts';
import { Button } from '../ui/button.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useForm } from '../ui/use-form.ts';

export interface PasswordFormProps {
  /** Tells password managers whose password it is. */
  email: string;
  onDone: () => void;
}

export function PasswordForm({ email, onDone }: PasswordFormProps) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const form = useForm({
    schema: passwordChange,
    initial: { current_password: '', new_password: '' },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      await api.call('changePassword', { body });
      await refresh(queryClient, 'devices');
      notify(t('auth.password_changed'), { description: t('auth.password_changed_text') });
      onDone();
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <input hidden readOnly name="email" autoComplete="username" value={email} />
      <SecretField
        label={t('auth.current_password')}
        name="current_password"
        autoComplete="current-password"
        value={form.values.current_password}
        onText={(text) => form.set({ current_password: text })}
        error={form.errors.current_password}
      />
      <SecretField
        label={t('auth.new_password')}
        name="new_password"
        autoComplete="new-password"
        hint={t('auth.password_hint')}
        value={form.values.new_password}
        onText={(text) => form.set({ new_password: text })}
        error={form.errors.new_password}
      />
      <FailureNotice error={form.failure} />
      <Button type="submit" variant="primary" busy={form.busy} className="self-end">
        {t('auth.change_password')}
      </Button>
    </form>
  );
}
