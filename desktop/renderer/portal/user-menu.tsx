import { useQuery } from '@tanstack/react-query';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useApi } from '../api/context.tsx';
import { authQueries, signOut } from '../auth/public.ts';
import { useText } from '../i18n/text.ts';
import { offer } from '../page/actions/action.ts';
import { ActionItem } from '../page/actions/action-button.tsx';
import { showShortcuts } from '../page/actions/window-actions.ts';
import { LanguageChoice, ThemeChoice } from '../page/preferences.tsx';
import { Menu, MenuSeparator } from '../ui/menu.tsx';

/** Who is signed in, with theme, language, shortcuts and signing out. */
export function UserMenu() {
  const { t } = useText();
  const { data: user } = useQuery(authQueries.me(useApi()));
  const name = user?.display_name ?? '';
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-left transition-colors hover:bg-hover lg:p-2"
        >
          <span className="sr-only">{t('shell.your_account')}</span>
          <span
            aria-hidden
            className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent-text"
          >
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="hidden min-w-0 flex-1 lg:block">
            <span className="block truncate text-sm font-medium">{name}</span>
            <span className="block truncate text-xs text-muted">{user?.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="hidden size-4 text-faint lg:block" />
        </button>
      }
    >
      <ThemeChoice />
      <MenuSeparator />
      <LanguageChoice />
      <MenuSeparator />
      <ActionItem offer={offer(showShortcuts, undefined)} />
      <ActionItem offer={offer(signOut, undefined)} />
    </Menu>
  );
}
