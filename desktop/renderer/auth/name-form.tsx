import { profileChange } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useForm } from '../ui/use-form.ts';
import { setSignedIn } from './queries.ts';

export function NameForm({ name, onDone }: { name: string; onDone: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const form = useForm({
    schema: profileChange,
    initial: { display_name: name },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      setSignedIn(queryClient, await api.call('updateMe', { body }));
      notify(t('auth.name_changed'));
      onDone();
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t('auth.display_name')}
        name="display_name"
        autoComplete="name"
        value={form.values.display_name}
        onText={(text) => form.set({ display_name: text })}
        error={form.errors.display_name}
      />
      <FailureNotice error={form.failure} />
      <Button type="submit" variant="primary" busy={form.busy} className="self-end">
        {t('common.save')}
      </Button>
    </form>
  );
}
