import { createContext, type ReactNode, type RefObject, use, useEffect, useRef, useState } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../../i18n/text.ts';
import { ConfirmDialog, Dialog, type DialogProps } from '../../ui/dialog.tsx';

/** What a form says of itself to the dialog around it. */
interface Held {
  /** Whether closing now would lose what was typed. */
  isTyped: () => boolean;
  /** Whether it is being sent: once it is saved, the form itself leads away. */
  isSending: () => boolean;
}

interface Holding {
  held: RefObject<Held>;
  /** Closes the dialog, or asks first. */
  requestClose: () => void;
}

const HoldingContext = createContext<Holding | null>(null);
const NOTHING: Held = { isTyped: () => false, isSending: () => false };

/** A dialog with a form in it, which asks before it is closed with something typed. */
export function FormDialog({ open, onClose, children, ...rest }: DialogProps) {
  const held = useRef(NOTHING);
  const [asking, setAsking] = useState(false);
  // It was saved while the question was shown, which would stand there when the dialog is opened again.
  if (!open && asking) setAsking(false);
  const requestClose = (): void => {
    if (held.current.isTyped()) setAsking(true);
    else onClose();
  };
  return (
    <Dialog {...rest} open={open} onClose={requestClose}>
      <HoldingContext value={{ held, requestClose }}>
        {children}
        <DiscardQuestion
          held={held}
          asking={asking}
          onKeep={() => setAsking(false)}
          onDiscard={() => {
            held.current = NOTHING;
            setAsking(false);
            onClose();
          }}
        />
      </HoldingContext>
    </Dialog>
  );
}

interface QuestionProps {
  held: RefObject<Held>;
  asking: boolean;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Asks before the dialog is closed, or the page left by the browser's Back. */
function DiscardQuestion({ held, asking, onKeep, onDiscard }: QuestionProps): ReactNode {
  const { t } = useText();
  const leaving = useBlocker(({ historyAction }) => {
    const { isTyped, isSending } = held.current;
    return isTyped() && (historyAction === 'POP' || !isSending());
  });
  const isLeaving = leaving.state === 'blocked';
  return (
    <ConfirmDialog
      open={asking || isLeaving}
      onClose={isLeaving ? leaving.reset : onKeep}
      onConfirm={isLeaving ? leaving.proceed : onDiscard}
      title={t('common.discard_title')}
      text={t('common.discard_text')}
      confirm={t('common.discard')}
      keep={t('common.keep_editing')}
    />
  );
}

/** Keeps the dialog around a form from closing without a question while something is typed. */
export function useHeldOpen(form: Held): void {
  const held = use(HoldingContext)?.held;
  useEffect(() => {
    if (held !== undefined) held.current = form;
  });
  useEffect(
    () => () => {
      if (held !== undefined) held.current = NOTHING;
    },
    [held],
  );
}

/** Closes the dialog around a form, or asks first; null where the form stands on a page. */
export function useRequestClose(): (() => void) | null {
  return use(HoldingContext)?.requestClose ?? null;
}
