import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';

export interface DisclosureProps {
  summary: string;
  children: ReactNode;
  /** Open from the start, for what somebody has already filled in. */
  open?: boolean;
}

/** What few people need, behind one line that opens it. */
export function Disclosure({ summary, children, open = false }: DisclosureProps) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded text-sm font-medium text-accent-text hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </details>
  );
}
