import { type ReactNode, useEffect, useRef } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNotice } from '../failure-notice.tsx';
import type { Form } from './form.ts';
import { useRequestClose } from './form-dialog.tsx';

export interface ContractFormProps<V extends FieldValues> {
  form: Form<V>;
  children: ReactNode;
}

/** The inputs of a form. When it is refused, the first input with a problem gets the focus. */
export function ContractForm<V extends FieldValues>({ form, children }: ContractFormProps<V>) {
  const element = useRef<HTMLFormElement>(null);
  const { refusals } = form;
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  return (
    <form ref={element} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      {children}
    </form>
  );
}

export interface FormEndProps<V extends FieldValues> {
  form: Form<V>;
  /** The label of the button that submits the form. */
  submit: string;
}

/** What failed, and the buttons of a form in a dialog or on a card. */
export function FormEnd<V extends FieldValues>({ form, submit }: FormEndProps<V>) {
  const { t } = useText();
  const requestClose = useRequestClose();
  return (
    <>
      <FailureNotice error={form.failure} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        {requestClose !== null && <Button onClick={requestClose}>{t('common.cancel')}</Button>}
        <Button type="submit" variant="primary" busy={form.busy}>
          {submit}
        </Button>
      </div>
    </>
  );
}
