import { passwordChange } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { ContractForm, FormEnd } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormSecret } from '../page/forms/inputs.tsx';
import { refresh } from '../page/refresh.ts';
import { useNotify } from '../ui/toast.tsx';

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
  const form = useContractForm({
    schema: passwordChange,
    initial: { current_password: '', new_password: '' },
    submit: async (body) => {
      await api.call('changePassword', { body });
      await refresh(queryClient, 'devices');
      notify(t('auth.password_changed'), { description: t('auth.password_changed_text') });
      onDone();
    },
  });
  return (
    <ContractForm form={form}>
      <input hidden readOnly name="email" autoComplete="username" value={email} />
      <FormSecret
        form={form}
        name="current_password"
        label={t('auth.current_password')}
        autoComplete="current-password"
      />
      <FormSecret
        form={form}
        name="new_password"
        label={t('auth.new_password')}
        autoComplete="new-password"
        hint={t('auth.password_hint')}
      />
      <FormEnd form={form} submit={t('auth.change_password')} />
    </ContractForm>
  );
}
