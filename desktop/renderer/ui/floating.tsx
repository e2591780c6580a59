import type { ReactNode } from 'react';

/** News above the page's head that disappears on its own, so that nothing below it moves. */
export function Floating({ children }: { children: ReactNode }) {
  return (
    <div
      role="status"
      className="fixed inset-x-3 top-3 z-30 mx-auto flex max-w-xl flex-col gap-2 empty:hidden"
    >
      {children}
    </div>
  );
}

export interface FloatingNoteProps {
  icon: ReactNode;
  title?: string;
  children: ReactNode;
}

export function FloatingNote({ icon, title, children }: FloatingNoteProps) {
  return (
    <div className="flex items-start gap-3 rounded-xl border border-line bg-raised px-4 py-3 shadow-pop [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-bad">
      {icon}
      <div>
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <p className="text-sm text-muted">{children}</p>
      </div>
    </div>
  );
}
