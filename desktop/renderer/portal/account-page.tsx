import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { useApi } from '../api/context.tsx';
import { authQueries, DevicesCard } from '../auth/public.ts';
import { PlanCard, PlansCard } from '../billing/public.ts';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { PageHead } from '../page/page-head.tsx';
import { Card } from '../ui/card.tsx';

/** Who is signed in where, on which plan, and what is used of it. */
export function AccountPage() {
  const { t } = useText();
  const format = useFormat();
  const { hash } = useLocation();
  const { data: user } = useQuery(authQueries.me(useApi()));

  useEffect(() => {
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'start' });
  }, [hash]);

  return (
    <>
      <PageHead title={t('auth.account_title')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title={t('auth.profile_title')}>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
              <dt className="text-muted">{t('auth.display_name')}</dt>
              <dd className="truncate font-medium">{user?.display_name}</dd>
              <dt className="text-muted">{t('auth.email')}</dt>
              <dd className="truncate font-medium">{user?.email}</dd>
              <dt className="text-muted">{t('auth.member_since')}</dt>
              <dd className="font-medium">{user == null ? '' : format.date(user.created_at)}</dd>
            </dl>
          </Card>
          <DevicesCard />
        </div>
        <PlanCard />
        <div className="min-w-0 lg:col-span-2">
          <PlansCard />
        </div>
      </div>
    </>
  );
}
