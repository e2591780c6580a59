import { useQuery } from '@tanstack/react-query';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import { useNavigate } from 'react-router';
import { useEdges } from '../api/context.tsx';
import { authQueries } from '../auth/public.ts';
import { useText } from '../i18n/text.ts';
import { LanguageChoice, ThemeChoice } from '../page/preferences.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';

/** Who is signed in, with theme, language, shortcuts and signing out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useText();
  const { api, forgetPerson } = useEdges();
  const navigate = useNavigate();
  const { data: user } = useQuery(authQueries.me(api));

  async function signOut(): Promise<void> {
    await api.call('logout', { body: {} }).catch(() => undefined);
    forgetPerson();
    navigate('/sign-in');
  }

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
      <MenuItem icon={<Keyboard aria-hidden className="size-4" />} onClick={onShortcuts}>
        {t('shell.shortcuts')}
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden className="size-4" />} onClick={() => void signOut()}>
        {t('shell.sign_out')}
      </MenuItem>
    </Menu>
  );
}
