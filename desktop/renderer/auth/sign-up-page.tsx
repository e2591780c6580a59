import { registration } from '@neustream/shared/auth/schemas.ts';
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

export function SignUpPage() {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const [search] = useSearchParams();
  const form = useForm({
    schema: registration,
    initial: { display_name: '', email: '', password: '' },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const { user } = await api.call('register', { body });
      setSignedIn(queryClient, user);
    },
  });
  return (
    <AuthLayout title={t('auth.sign_up_title')} text={t('auth.sign_up_text')}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <FailureNotice error={form.failure} />
        <TextField
          label={t('auth.display_name')}
          name="display_name"
          autoComplete="name"
          value={form.values.display_name}
          onText={(text) => form.set({ display_name: text })}
          error={form.errors.display_name}
        />
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
          autoComplete="new-password"
          hint={t('auth.password_hint')}
          value={form.values.password}
          onText={(password) => form.set({ password })}
          error={form.errors.password}
        />
        <Button type="submit" variant="primary" size="lg" busy={form.busy} className="mt-1">
          {t('auth.create_account')}
        </Button>
      </form>
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
