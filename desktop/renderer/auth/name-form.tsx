import { profileChange } from '@neustream/shared/auth/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { ContractForm, FormEnd } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormText } from '../page/forms/inputs.tsx';
import { useNotify } from '../ui/toast.tsx';
import { setSignedIn } from './queries.ts';

export function NameForm({ name, onDone }: { name: string; onDone: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const form = useContractForm({
    schema: profileChange,
    initial: { display_name: name },
    submit: async (body) => {
      setSignedIn(queryClient, await api.call('updateMe', { body }));
      notify(t('auth.name_changed'));
      onDone();
    },
  });
  return (
    <ContractForm form={form}>
      <FormText form={form} name="display_name" label={t('auth.display_name')} autoComplete="name" />
      <FormEnd form={form} submit={t('common.save')} />
    </ContractForm>
  );
}
