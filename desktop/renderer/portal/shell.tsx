import { useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useText } from '../i18n/text.ts';
import { Actions } from '../page/actions/actions.tsx';
import { PaletteButton } from '../page/actions/palette-button.tsx';
import { AwayBanner } from '../page/away-banner.tsx';
import type { Feature } from '../page/feature.ts';
import { SocketFailures } from '../page/socket-failures.tsx';
import { Brand } from '../ui/brand.tsx';
import { cx } from '../ui/cx.ts';
import { UserMenu } from './user-menu.tsx';

/** The window of a signed-in person: navigation on the side (at the bottom on a phone) and the page. */
export function Shell({ features }: { features: readonly Feature[] }) {
  const { t } = useText();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    // Screen readers announce the new page; the first page keeps the browser's own focus.
    if (first.current) first.current = false;
    else if (pathname !== '') main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] 2xl:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-3 left-3 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-2 font-medium text-white focus:translate-y-0"
      >
        {t('common.skip')}
      </a>
      <AwayBanner />
      <header className="no-print sticky top-0 z-20 flex h-14 items-center gap-1 border-b border-line bg-bg px-4 lg:h-dvh lg:flex-col lg:items-stretch lg:border-r lg:border-b-0 lg:bg-sunken lg:p-3">
        <Link
          to="/sources"
          className="mr-auto rounded-lg lg:mr-0 lg:px-2 lg:py-3"
          aria-label={t('common.product')}
        >
          <Brand />
        </Link>
        <PaletteButton />
        <Navigation features={features} />
        <div className="lg:mt-auto">
          <UserMenu />
        </div>
      </header>
      <main
        id="content"
        ref={main}
        tabIndex={-1}
        className="mx-auto w-full max-w-[82rem] px-4 pt-6 pb-28 outline-none sm:px-6 lg:px-8 lg:pt-8 lg:pb-16"
      >
        <Outlet />
      </main>
      <Actions features={features} />
      <SocketFailures />
      <ScrollRestoration />
    </div>
  );
}

function Navigation({ features }: { features: readonly Feature[] }) {
  const { t } = useText();
  return (
    <nav
      aria-label={t('shell.nav')}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:static lg:mt-2 lg:border-0 lg:bg-transparent"
    >
      <ul className="flex lg:flex-col lg:gap-0.5">
        {features
          .flatMap(({ navigation = [] }) => navigation)
          .map(({ to, text, Icon, Badge }) => (
            <li key={to} className="flex-1">
              <NavLink
                to={to}
                className={({ isActive }) =>
                  cx(
                    'relative flex flex-col items-center gap-0.5 py-2 text-xs font-medium lg:flex-row lg:gap-2.5 lg:rounded-lg lg:px-2.5 lg:text-base',
                    isActive ? 'text-text lg:bg-hover' : 'text-muted hover:text-text lg:hover:bg-hover',
                  )
                }
              >
                <Icon aria-hidden className="size-5 lg:size-4" />
                {t(text)}
                {Badge !== undefined && <Badge />}
              </NavLink>
            </li>
          ))}
      </ul>
    </nav>
  );
}
