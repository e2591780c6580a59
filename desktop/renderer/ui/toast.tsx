import { Toast } from '@base-ui/react/toast';
import X from 'lucide-react/icons/x';
import { type ReactNode, useCallback } from 'react';
import { useText } from '../i18n/text.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

/** A short notice at the edge of the window, announced by screen readers. */
export function ToastArea({ children }: { children: ReactNode }) {
  const { t } = useText();
  return (
    <Toast.Provider limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t('common.notifications')}
          className="fixed inset-x-4 bottom-20 z-50 flex flex-col-reverse gap-2 sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-96"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { t } = useText();
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      // It takes no focus and asks nothing, so it is not a dialog.
      role="group"
      className="rounded-xl border border-line bg-raised shadow-pop transition-[opacity,translate] duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-3 py-2.5 pr-2 pl-4">
        <span
          aria-hidden
          className={cx('size-2 shrink-0 rounded-full', toast.type === 'error' ? 'bg-bad' : 'bg-ok')}
        />
        <div className="min-w-0 flex-1">
          <Toast.Title className="text-base font-medium" />
          <Toast.Description className="text-sm text-muted" />
          <Toast.Action className="mt-1 text-sm font-medium text-accent-text hover:underline" />
        </div>
        <Toast.Close
          render={<IconButton label={t('common.close')} icon={<X aria-hidden className="size-4" />} />}
        />
      </Toast.Content>
    </Toast.Root>
  ));
}

export type Notify = (
  title: string,
  options?: { description?: string; error?: boolean; action?: { label: string; onClick: () => void } },
) => void;

export function useNotify(): Notify {
  const { add } = Toast.useToastManager();
  return useCallback<Notify>(
    (title, { description, error = false, action } = {}) => {
      add({
        // A failure that occurs again renews its notice instead of filling the window.
        id: error ? title : undefined,
        title,
        description,
        type: error ? 'error' : 'success',
        timeout: error ? 10_000 : 5000,
        priority: error ? 'high' : 'low',
        ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.onClick } }),
      });
    },
    [add],
  );
}
