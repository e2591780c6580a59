import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Dialog as Base } from '@base-ui/react/dialog';
import X from 'lucide-react/icons/x';
import { type ReactNode, useRef } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

/** The backdrop between a dialog and the page. */
export const BACKDROP =
  'fixed inset-0 z-40 bg-black/50 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const VIEWPORT = 'fixed inset-0 z-40 grid place-items-end overflow-y-auto sm:place-items-center sm:p-6';
const POPUP = cx(
  'w-full rounded-t-2xl border border-line bg-raised shadow-pop outline-none sm:rounded-2xl',
  'transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-3 data-starting-style:opacity-0',
);

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: string | undefined;
  wide?: boolean;
  children: ReactNode;
}

/** A dialog in the middle of the window; a sheet at the bottom on a phone. */
export function Dialog({ open, onClose, title, text, wide = false, children }: DialogProps) {
  const { t } = useText();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup
            ref={popup}
            initialFocus={(by) => (by === 'touch' ? null : firstField(popup.current)) ?? popup.current}
            className={cx(POPUP, wide ? 'sm:max-w-xl' : 'sm:max-w-md')}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-5 pb-4">
              <div>
                <Base.Title className="text-lg font-semibold">{title}</Base.Title>
                {text !== undefined && (
                  <Base.Description className="mt-0.5 text-sm text-muted">{text}</Base.Description>
                )}
              </div>
              <Base.Close
                render={<IconButton label={t('common.close')} icon={<X aria-hidden className="size-4" />} />}
              />
            </header>
            <div className="px-5 pb-5">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The field to fill in first. On a touch screen the keyboard does not appear until the person asks for it. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  return (
    popup?.querySelector<HTMLElement>(
      'input:not([hidden],[readonly],[tabindex="-1"]),[role=radio][tabindex="0"]',
    ) ?? null
  );
}

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  text: string;
  confirm: string;
  keep?: string;
  busy?: boolean;
  /** An option that belongs to the question. */
  children?: ReactNode;
}

/** Asks for confirmation before something that cannot be undone. */
export function ConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  text,
  confirm,
  keep,
  busy = false,
  children,
}: ConfirmProps) {
  const { t } = useText();
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        {/* On top of a dialog, too, where the question would otherwise blend into it. */}
        <AlertDialog.Backdrop forceRender className={BACKDROP} />
        <AlertDialog.Viewport className={VIEWPORT}>
          <AlertDialog.Popup className={cx(POPUP, 'p-5 sm:max-w-md')}>
            <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-1 text-base text-muted">{text}</AlertDialog.Description>
            {children !== undefined && <div className="mt-4">{children}</div>}
            <div className="mt-5 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
              <AlertDialog.Close render={<Button />}>{keep ?? t('common.cancel')}</AlertDialog.Close>
              <Button variant="danger" busy={busy} onClick={onConfirm}>
                {confirm}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
