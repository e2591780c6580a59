import { PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import {
  type DestinationView,
  destinationChange,
  newDestination,
} from '@neustream/shared/destinations/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { refresh } from '../page/refresh.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useNotify } from '../ui/toast.tsx';
import { useForm } from '../ui/use-form.ts';
import { DestinationFields } from './destination-fields.tsx';
import { destinationBody, emptyDestination, savedDestination, withPlatform } from './destination-form.ts';
import { PlatformChoice } from './platform-choice.tsx';

interface DialogProps {
  onClose: () => void;
  /** Whether a session of the source is open: what changes is sent at once. */
  isLive: boolean;
}

export interface AddDialogProps extends DialogProps {
  sourceId: string;
  open: boolean;
}

export function AddDestinationDialog({ open, ...rest }: AddDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open={open}
      onClose={rest.onClose}
      wide
      title={t('destinations.add_title')}
      text={rest.isLive ? t('destinations.add_text_live') : t('destinations.add_text')}
    >
      <AddForm {...rest} />
    </Dialog>
  );
}

function AddForm({ onClose, sourceId, isLive }: Omit<AddDialogProps, 'open'>) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const form = useForm({
    schema: newDestination,
    initial: emptyDestination(PLATFORMS[0]!),
    shape: (values) => destinationBody(values, true),
    fieldsOf: fieldErrors,
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
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <PlatformChoice
        value={form.values.platform}
        onChoose={(platform) => form.set(withPlatform(form.values, platform))}
      />
      <DestinationFields form={form} isNew />
      <FailureNotice error={form.failure} />
      <DialogButtons onClose={onClose} busy={form.busy} submit={t('destinations.add')} />
    </form>
  );
}

export interface EditDialogProps extends DialogProps {
  destination: DestinationView | null;
}

export function EditDestinationDialog({ destination, ...rest }: EditDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open={destination !== null}
      onClose={rest.onClose}
      title={t('destinations.edit_title', { name: destination?.name ?? '' })}
      text={rest.isLive ? t('destinations.edit_text_live') : undefined}
    >
      {destination !== null && <EditForm destination={destination} {...rest} />}
    </Dialog>
  );
}

function EditForm({ destination, onClose }: DialogProps & { destination: DestinationView }) {
  const { t } = useText();
  const api = useApi();
  const notify = useNotify();
  const queryClient = useQueryClient();
  const form = useForm({
    schema: destinationChange,
    initial: savedDestination(destination),
    shape: (values) => destinationBody(values, false),
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const { name } = await api.call('updateDestination', { params: { id: destination.id }, body });
      await refresh(queryClient, 'destinations');
      notify(t('destinations.saved', { name }));
      onClose();
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <DestinationFields form={form} isNew={false} />
      <FailureNotice error={form.failure} />
      <DialogButtons onClose={onClose} busy={form.busy} submit={t('common.save')} />
    </form>
  );
}

function DialogButtons({ onClose, busy, submit }: { onClose: () => void; busy: boolean; submit: string }) {
  const { t } = useText();
  return (
    <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button type="submit" variant="primary" busy={busy}>
        {submit}
      </Button>
    </div>
  );
}
