import { signIn } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { ContractForm } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormSecret, FormText } from '../page/forms/inputs.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { setSignedIn, useSignedOutElsewhere } from './queries.ts';

export function SignInPage() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const [search] = useSearchParams();
  const isElsewhere = useSignedOutElsewhere((state) => state.is);
  const form = useContractForm({
    schema: signIn,
    initial: { email: '', password: '' },
    submit: async (body) => {
      const { user } = await api.call('login', { body });
      setSignedIn(queryClient, user);
    },
  });
  return (
    <AuthLayout title={t('auth.sign_in_title')} text={t('auth.sign_in_text')}>
      <ContractForm form={form}>
        {isElsewhere && form.failure === null && (
          <Notice tone="info" title={t('auth.signed_out_elsewhere')}>
            {t('auth.signed_out_elsewhere_text')}
          </Notice>
        )}
        <FailureNotice error={form.failure} />
        <FormText
          form={form}
          name="email"
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <FormSecret form={form} name="password" label={t('auth.password')} autoComplete="current-password" />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-1">
          {t('auth.sign_in')}
        </Button>
      </ContractForm>
      <p className="mt-6 text-muted">
        {t('auth.no_account')}{' '}
        <Link
          to={{ pathname: '/sign-up', search: search.toString() }}
          className="font-medium text-accent-text hover:underline"
        >
          {t('auth.create_account')}
        </Link>
      </p>
    </AuthLayout>
  );
}
