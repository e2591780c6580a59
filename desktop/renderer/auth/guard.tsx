import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router';
import { useApi } from '../api/context.tsx';
import { useText } from '../i18n/text.ts';
import { AwayBanner } from '../page/away-banner.tsx';
import { BrandMark } from '../ui/brand.tsx';
import { authQueries } from './queries.ts';
import { safeNext } from './safe-next.ts';

function Splash() {
  const { t } = useText();
  return (
    <main className="grid min-h-dvh place-items-center" aria-busy="true">
      <AwayBanner />
      <h1 className="sr-only">{t('common.product')}</h1>
      <BrandMark className="size-10 animate-pulse" />
    </main>
  );
}

/** Shows its pages to people who are signed in, and sends others to sign in first. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const { data: user } = useQuery(authQueries.me(useApi()));
  const { pathname, search, hash } = useLocation();
  if (user === undefined) return <Splash />;
  if (user !== null) return children;
  const next = `${pathname}${search}${hash}`;
  return <Navigate to={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`} replace />;
}

/** Shows its pages to people who are not signed in; after signing in they move on from here. */
export function GuestOnly() {
  const { data: user } = useQuery(authQueries.me(useApi()));
  const [search] = useSearchParams();
  const { pathname } = useLocation();
  if (user === undefined) return <Splash />;
  if (user === null) return <Outlet />;
  // A new account starts with the guide.
  const otherwise = pathname === '/sign-up' ? '/welcome' : '/sources';
  return <Navigate to={safeNext(search.get('next'), otherwise)} replace />;
}
