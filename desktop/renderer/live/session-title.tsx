import type { SessionView } from '@neustream/shared/live/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import Pencil from 'lucide-react/icons/pencil';
import { z } from 'zod';
import { useApi } from '../api/context.tsx';
import { fieldErrors } from '../api/failure.ts';
import { useText } from '../i18n/text.ts';
import type { Offer } from '../page/actions/action.ts';
import { usePerform } from '../page/actions/use-perform.ts';
import { FailureNotice } from '../page/failure-notice.tsx';
import { EndedLine } from '../sessions/public.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { useForm } from '../ui/use-form.ts';
import { takeSnapshot } from './state/current.ts';

export interface SessionTitleProps {
  session: SessionView | null;
  /** The session that was open on this page before, when none is open now. */
  last: SessionView | null;
  description: string;
  edit: Offer;
}

/** Under the source's name: its description, how the last session ended, or the title of the open one. */
export function SessionTitle({ session, last, description, edit }: SessionTitleProps) {
  return (
    <div className="flex h-7 items-center text-muted">
      {session !== null && <TitleButton title={session.title} edit={edit} />}
      {session === null && last !== null && <EndedLine session={last} />}
      {session === null && last === null && <span className="truncate">{description}</span>}
    </div>
  );
}

function TitleButton({ title, edit }: { title: string; edit: Offer }) {
  const { t } = useText();
  const perform = usePerform();
  return (
    <button
      type="button"
      onClick={() => void perform(edit)}
      className="-ml-1.5 inline-flex max-w-full items-center gap-1.5 rounded-md px-1.5 hover:bg-hover hover:text-text"
    >
      <span className="truncate">{title === '' ? t('live.add_title') : title}</span>
      <Pencil aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{t('live.edit_title')}</span>
    </button>
  );
}

export interface TitleDialogProps {
  session: SessionView | null;
  open: boolean;
  onClose: () => void;
}

/** Asks for the title of the open session. */
export function TitleDialog({ session, open, onClose }: TitleDialogProps) {
  const { t } = useText();
  if (session === null) return null;
  return (
    <Dialog open={open} onClose={onClose} title={t('live.session_title')} text={t('live.title_hint')}>
      <TitleForm session={session} onClose={onClose} />
    </Dialog>
  );
}

function TitleForm({ session, onClose }: { session: SessionView; onClose: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const form = useForm({
    schema: z.object({ title: z.string().trim().max(140) }),
    initial: { title: session.title },
    fieldsOf: fieldErrors,
    submit: async (body) => {
      const snapshot = await api.call('updateSession', { params: { id: session.id }, body });
      takeSnapshot(queryClient, session.source_id, snapshot);
      onClose();
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t('live.session_title')}
        maxLength={140}
        value={form.values.title}
        onText={(title) => form.set({ title })}
        error={form.errors.title}
      />
      <FailureNotice error={form.failure} />
      <Button type="submit" variant="primary" busy={form.busy} className="self-end">
        {t('common.save')}
      </Button>
    </form>
  );
}
