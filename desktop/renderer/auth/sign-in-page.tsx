import { signIn } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { useForm } from '../ui/use-form.ts';
import { AuthLayout } from './auth-layout.tsx';
import { setSignedIn } from './queries.ts';

export function SignInPage() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const [search] = useSearchParams();
  const form = useForm({
    schema: signIn,
    initial: { email: '', password: '' },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const { user } = await api.call('login', { body });
      setSignedIn(queryClient, user);
    },
  });
  return (
    <AuthLayout title={t('auth.sign_in_title')} text={t('auth.sign_in_text')}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <FailureNotice error={form.failure} />
        <TextField
          label={t('auth.email')}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          value={form.values.email}
          onText={(email) => form.set({ email })}
          error={form.errors.email}
        />
        <SecretField
          label={t('auth.password')}
          name="password"
          autoComplete="current-password"
          value={form.values.password}
          onText={(password) => form.set({ password })}
          error={form.errors.password}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-1">
          {t('auth.sign_in')}
        </Button>
      </form>
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
