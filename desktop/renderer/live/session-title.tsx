import { type SessionView, sessionChange } from '@neustream/shared/live/schemas.ts';
import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import Pencil from 'lucide-react/icons/pencil';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import type { Offer } from '../page/actions/action.ts';
import { usePerform } from '../page/actions/use-perform.ts';
import { ContractForm, FormEnd } from '../page/forms/contract-form.tsx';
import { useContractForm } from '../page/forms/form.ts';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { FormText } from '../page/forms/inputs.tsx';
import { EndedLine } from '../sessions/public.ts';
import { takeSnapshot } from './state/current.ts';

export interface SessionTitleProps {
  session: SessionView | null;
  /** The session that was open on this page before, when none is open now. */
  last: SessionView | null;
  source: SourceView;
  edit: Offer;
}

/** Under the source's name: its description, how the last session ended, or the title of the open one. */
export function SessionTitle({ session, last, source, edit }: SessionTitleProps) {
  return (
    <div className="flex min-h-7 items-center text-muted">
      {session !== null && <TitleButton title={session.title} edit={edit} />}
      {session === null && last !== null && (
        <EndedLine session={last} liveOnPublish={source.live_on_publish} />
      )}
      {session === null && last === null && <span className="truncate">{source.description}</span>}
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
    <FormDialog open={open} onClose={onClose} title={t('live.session_title')} text={t('live.title_hint')}>
      <TitleForm session={session} onClose={onClose} />
    </FormDialog>
  );
}

function TitleForm({ session, onClose }: { session: SessionView; onClose: () => void }) {
  const { t } = useText();
  const api = useApi();
  const queryClient = useQueryClient();
  const form = useContractForm({
    schema: sessionChange,
    initial: { title: session.title },
    submit: async (body) => {
      const snapshot = await api.call('updateSession', { params: { id: session.id }, body });
      takeSnapshot(queryClient, session.source_id, snapshot);
      onClose();
    },
  });
  return (
    <ContractForm form={form}>
      <FormText form={form} name="title" label={t('live.session_title')} maxLength={140} />
      <FormEnd form={form} submit={t('common.save')} />
    </ContractForm>
  );
}
