import { ScrollArea as Base } from '@base-ui/react/scroll-area';
import type { ReactNode } from 'react';

/** Fills its parent and scrolls, also by keyboard. */
export function ScrollArea({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Root className="relative h-full">
      <Base.Viewport
        aria-label={label}
        role="region"
        tabIndex={0}
        className="h-full overscroll-contain px-4 py-3 -outline-offset-2 [scrollbar-width:none] sm:px-5"
      >
        <Base.Content>{children}</Base.Content>
      </Base.Viewport>
      <Base.Scrollbar className="m-1 flex w-1.5 justify-center rounded-full opacity-0 transition-opacity data-hovering:opacity-100 data-scrolling:opacity-100">
        <Base.Thumb className="w-full rounded-full bg-edge" />
      </Base.Scrollbar>
    </Base.Root>
  );
}
