import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';

/** Title of a page, also set as the window's title, with its main action. */
export function PageHead({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  const { t } = useText();
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <title>{`${title} · ${t('common.product')}`}</title>
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {text !== undefined && <p className="mt-0.5 text-muted text-pretty">{text}</p>}
      </div>
      {action}
    </div>
  );
}
