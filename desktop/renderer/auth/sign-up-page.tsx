import { registration } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { ContractForm } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormSecret, FormText } from '../page/forms/inputs.tsx';
import { Button } from '../ui/button.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { setSignedIn } from './queries.ts';

export function SignUpPage() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const [search] = useSearchParams();
  const form = useContractForm({
    schema: registration,
    initial: { display_name: '', email: '', password: '' },
    submit: async (body) => {
      const { user } = await api.call('register', { body });
      setSignedIn(queryClient, user);
    },
  });
  return (
    <AuthLayout title={t('auth.sign_up_title')} text={t('auth.sign_up_text')}>
      <ContractForm form={form}>
        <FailureNotice error={form.failure} />
        <FormText form={form} name="display_name" label={t('auth.display_name')} autoComplete="name" />
        <FormText
          form={form}
          name="email"
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <FormSecret
          form={form}
          name="password"
          label={t('auth.password')}
          autoComplete="new-password"
          hint={t('auth.password_hint')}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-1">
          {t('auth.create_account')}
        </Button>
      </ContractForm>
      <p className="mt-6 text-muted">
        {t('auth.have_account')}{' '}
        <Link
          to={{ pathname: '/sign-in', search: search.toString() }}
          className="font-medium text-accent-text hover:underline"
        >
          {t('auth.sign_in')}
        </Link>
      </p>
    </AuthLayout>
  );
}
