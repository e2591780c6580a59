import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { type DestinationView, newDestination } from '@neustream/shared/destinations/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { ContractForm, FormEnd } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { refresh } from '../page/refresh.ts';
import { useNotify } from '../ui/toast.tsx';
import { DestinationFields } from './destination-fields.tsx';
import {
  changeOf,
  destinationBody,
  emptyDestination,
  inputOf,
  isTyped,
  savedDestination,
} from './destination-form.ts';
import { PlatformInput } from './platform-choice.tsx';

interface DialogProps {
  onClose: () => void;
  /** Whether a session of the source is open: changes then take effect at once. */
  isLive: boolean;
}

export interface AddDialogProps extends DialogProps {
  sourceId: string;
  open: boolean;
}

export function AddDestinationDialog({ open, ...rest }: AddDialogProps) {
  const { t } = useText();
  return (
    <FormDialog
      open={open}
      onClose={rest.onClose}
      wide
      title={t('destinations.add_title')}
      text={rest.isLive ? t('destinations.add_text_live') : t('destinations.add_text')}
    >
      <AddForm {...rest} />
    </FormDialog>
  );
}

function AddForm({ onClose, sourceId, isLive }: Omit<AddDialogProps, 'open'>) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const form = useContractForm({
    schema: newDestination,
    initial: emptyDestination(PLATFORMS[0]!),
    shape: (values) => destinationBody(values, null),
    isTyped,
    inputOf,
    submit: async (body) => {
      const { destination, joined_session } = await api.call('createDestination', {
        params: { id: sourceId },
        body,
      });
      await refresh(queryClient, 'destinations');
      const { name } = destination;
      if (isLive && !joined_session) {
        notify(t('destinations.added_not_live', { name }), {
          description: t('destinations.added_not_live_action'),
          error: true,
        });
      } else notify(t('destinations.added', { name }));
      onClose();
    },
  });
  return (
    <ContractForm form={form}>
      <PlatformInput form={form} />
      <DestinationFields form={form} saved={null} />
      <FormEnd form={form} submit={t('destinations.add')} />
    </ContractForm>
  );
}

export interface EditDialogProps extends DialogProps {
  destination: DestinationView | null;
}

export function EditDestinationDialog({ destination, ...rest }: EditDialogProps) {
  const { t } = useText();
  return (
    <FormDialog
      open={destination !== null}
      onClose={rest.onClose}
      title={t('destinations.edit_title', { name: destination?.name ?? '' })}
      text={rest.isLive ? t('destinations.edit_text_live') : undefined}
    >
      {destination !== null && <EditForm destination={destination} {...rest} />}
    </FormDialog>
  );
}

function EditForm({ destination, onClose }: DialogProps & { destination: DestinationView }) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const form = useContractForm({
    schema: changeOf(destination),
    initial: savedDestination(destination),
    shape: (values) => destinationBody(values, destination),
    inputOf,
    submit: async (body) => {
      const { name } = await api.call('updateDestination', { params: { id: destination.id }, body });
      await refresh(queryClient, 'destinations');
      notify(t('destinations.saved', { name }));
      onClose();
    },
  });
  return (
    <ContractForm form={form}>
      <DestinationFields form={form} saved={destination} />
      <FormEnd form={form} submit={t('common.save')} />
    </ContractForm>
  );
}
