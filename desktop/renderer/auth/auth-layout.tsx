import Globe from 'lucide-react/icons/globe';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { AwayBanner } from '../page/away-banner.tsx';
import { LanguageChoice, ThemeChoice } from '../page/preferences.tsx';
import { Brand } from '../ui/brand.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuSeparator } from '../ui/menu.tsx';
import { FanOutPicture } from './fan-out-picture.tsx';

/** The form on the left, what the product does on the right (only the form on a phone). */
export function AuthLayout({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const { t } = useText();
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <title>{`${title} · ${t('common.product')}`}</title>
      <AwayBanner />
      <main className="flex flex-col px-6 py-6 sm:px-10">
        <div className="flex items-center justify-between">
          <Brand />
          <Menu
            trigger={
              <IconButton label={t('shell.language')} icon={<Globe aria-hidden className="size-4" />} />
            }
          >
            <LanguageChoice />
            <MenuSeparator />
            <ThemeChoice />
          </Menu>
        </div>
        <div className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-7 text-muted text-pretty">{text}</p>
          {children}
        </div>
      </main>
      <aside className="dotted hidden flex-col justify-center border-l border-line bg-sunken px-12 lg:flex">
        <div className="mx-auto w-full max-w-lg">
          <FanOutPicture />
          <p className="mt-8 text-xl font-semibold tracking-tight">{t('auth.panel_title')}</p>
          <p className="mt-1 text-muted text-pretty">{t('auth.panel_text')}</p>
        </div>
      </aside>
    </div>
  );
}
