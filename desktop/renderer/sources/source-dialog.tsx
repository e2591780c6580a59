import { newSource, type SourceView, sourceChange } from '@neustream/shared/sources/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Switch } from '../ui/switch.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useForm } from '../ui/use-form.ts';
import { useIngestKeys } from './ingest-keys.ts';
import { showSource } from './queries.ts';

/** Asks for the name of a new source; its key is kept for showing it once. */
export function NewSourceForm({ onCreated }: { onCreated: (source: SourceView) => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const keep = useIngestKeys((state) => state.keep);
  const form = useForm({
    schema: newSource,
    initial: { name: '', description: '' },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const { source, ingest } = await api.call('createSource', { body });
      keep(source.id, { ingest, scope: 'source' });
      onCreated(source);
      await showSource(queryClient, source);
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t('sources.name')}
        placeholder={t('sources.name_placeholder')}
        value={form.values.name}
        onText={(name) => form.set({ name })}
        error={form.errors.name}
      />
      <FailureNotice error={form.failure} />
      <Button type="submit" variant="primary" busy={form.busy} className="self-end">
        {t('sources.create')}
      </Button>
    </form>
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
    <Dialog open={open} onClose={onClose} title={t('sources.edit_title')}>
      <EditForm source={source} onClose={onClose} />
    </Dialog>
  );
}

function EditForm({ source, onClose }: { source: SourceView; onClose: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const form = useForm({
    schema: sourceChange,
    initial: { name: source.name, description: source.description, live_on_publish: source.live_on_publish },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const changed = await api.call('updateSource', { params: { id: source.id }, body });
      await showSource(queryClient, changed);
      notify(t('sources.saved'));
      onClose();
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t('sources.name')}
        value={form.values.name}
        onText={(name) => form.set({ name })}
        error={form.errors.name}
      />
      <TextField
        label={t('sources.description')}
        value={form.values.description}
        onText={(description) => form.set({ description })}
        error={form.errors.description}
      />
      <Switch
        label={t('sources.live_on_publish')}
        hint={t('sources.live_on_publish_hint')}
        checked={form.values.live_on_publish}
        onChange={(live_on_publish) => form.set({ live_on_publish })}
      />
      <FailureNotice error={form.failure} />
      <Button type="submit" variant="primary" busy={form.busy} className="self-end">
        {t('common.save')}
      </Button>
    </form>
  );
}
