import { newSource, type SourceView, sourceChange } from '@neustream/shared/sources/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { ContractForm, FormEnd } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { FormSwitch, FormText } from '../page/forms/inputs.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useIngestKeys } from './ingest-keys.ts';
import { showSource } from './queries.ts';

/** Asks for the name of a new source; its key is kept so that it can be shown once. */
export function NewSourceForm({ onCreated }: { onCreated: (source: SourceView) => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const keep = useIngestKeys((state) => state.keep);
  const form = useContractForm({
    schema: newSource,
    initial: { name: '', description: '' },
    submit: async (body) => {
      const { source, ingest } = await api.call('createSource', { body });
      keep(source.id, { ingest, scope: 'source' });
      onCreated(source);
      await showSource(queryClient, source);
    },
  });
  return (
    <ContractForm form={form}>
      <FormText
        form={form}
        name="name"
        label={t('sources.name')}
        placeholder={t('sources.name_placeholder')}
      />
      <FormEnd form={form} submit={t('sources.create')} />
    </ContractForm>
  );
}

export interface EditSourceProps {
  source: SourceView;
  open: boolean;
  onClose: () => void;
}

export function EditSourceDialog({ source, open, onClose }: EditSourceProps) {
  const { t } = useText();
  return (
    <FormDialog open={open} onClose={onClose} title={t('sources.edit_title')}>
      <EditForm source={source} onClose={onClose} />
    </FormDialog>
  );
}

function EditForm({ source, onClose }: { source: SourceView; onClose: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const form = useContractForm({
    schema: sourceChange,
    initial: { name: source.name, description: source.description, live_on_publish: source.live_on_publish },
    submit: async (body) => {
      const changed = await api.call('updateSource', { params: { id: source.id }, body });
      await showSource(queryClient, changed);
      notify(t('sources.saved'));
      onClose();
    },
  });
  return (
    <ContractForm form={form}>
      <FormText form={form} name="name" label={t('sources.name')} />
      <FormText form={form} name="description" label={t('sources.description')} />
      <FormSwitch
        form={form}
        name="live_on_publish"
        label={t('sources.live_on_publish')}
        hint={t('sources.live_on_publish_hint')}
      />
      <FormEnd form={form} submit={t('common.save')} />
    </ContractForm>
  );
}
