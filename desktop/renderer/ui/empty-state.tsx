import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
  /** Level of the heading: `h1` where this is all there is on the page. */
  heading?: 'h1' | 'h2' | 'h3';
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon, title, text, action, heading: Heading = 'h2' }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <span className="grid size-11 place-items-center rounded-xl border border-line bg-sunken text-muted [&>svg]:size-5">
        {icon}
      </span>
      <Heading className="mt-4 text-lg font-semibold">{title}</Heading>
      <p className="mt-1 max-w-sm text-muted text-pretty">{text}</p>
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  );
}
