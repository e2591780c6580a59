import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { DevicesCard, ProfileCard } from '../auth/public.ts';
import { PlanCard, PlansCard } from '../billing/public.ts';
import { useText } from '../i18n/text.ts';
import { PageHead } from '../page/page-head.tsx';

/** Who is signed in and where, on which plan, and how much of it is used. */
export function AccountPage() {
  const { t } = useText();
  const { hash } = useLocation();

  useEffect(() => {
    if (hash !== '') document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'start' });
  }, [hash]);

  return (
    <>
      <PageHead title={t('auth.account_title')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <ProfileCard />
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
