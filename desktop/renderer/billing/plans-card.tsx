import { LIMIT_NAMES } from '@neustream/shared/billing/limits.ts';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import { useState } from 'react';
import type { Answer } from '../api/client.ts';
import { useApi } from '../api/context.tsx';
import { useFormat, useLanguage } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { limitValue } from '../page/limit-text.ts';
import { Card } from '../ui/card.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StatusPill } from '../ui/status-pill.tsx';
import { billingQueries } from './queries.ts';

type Plan = Answer<'plans'>['plans'][number];
type Currency = Plan['prices'][number]['currency'];
type Cycle = Plan['prices'][number]['cycle'];

/** All plans with prices and limits. */
export function PlansCard() {
  const { t } = useText();
  const api = useApi();
  const language = useLanguage();
  const [currency, setCurrency] = useState<Currency>(language === 'hi' ? 'INR' : 'USD');
  const [cycle, setCycle] = useState<Cycle>('month');
  const { data: plans } = useQuery(billingQueries.plans(api));
  const { data: subscription } = useQuery(billingQueries.subscription(api));
  return (
    <Card
      id="plans"
      title={t('billing.plans_title')}
      text={t('billing.plans_text')}
      className="scroll-mt-20"
      action={
        <div className="flex flex-wrap justify-end gap-2">
          <Segmented
            label={t('billing.currency')}
            value={currency}
            onChoose={setCurrency}
            options={[
              { value: 'USD', label: 'USD' },
              { value: 'INR', label: 'INR' },
            ]}
          />
          <Segmented
            label={t('billing.cycle')}
            value={cycle}
            onChoose={setCycle}
            options={[
              { value: 'month', label: t('billing.cycle_month') },
              { value: 'year', label: t('billing.cycle_year') },
            ]}
          />
        </div>
      }
    >
      <ul className="mt-3 grid gap-3 md:grid-cols-3">
        {plans === undefined && [0, 1, 2].map((place) => <Skeleton key={place} className="h-80" />)}
        {plans?.map((plan) => (
          <PlanItem
            key={plan.code}
            plan={plan}
            currency={currency}
            cycle={cycle}
            current={plan.code === subscription?.plan.code}
          />
        ))}
      </ul>
    </Card>
  );
}

interface PlanItemProps {
  plan: Plan;
  currency: Currency;
  cycle: Cycle;
  current: boolean;
}

function PlanItem({ plan, currency, cycle, current }: PlanItemProps) {
  const { t } = useText();
  const format = useFormat();
  const price = plan.prices.find((one) => one.currency === currency && one.cycle === cycle);
  return (
    <li className={`rounded-xl border p-4 ${current ? 'border-accent-text' : 'border-line'}`}>
      <div className="flex h-6 items-center justify-between gap-2">
        <h3 className="text-lg font-semibold">{plan.name}</h3>
        {current && (
          <StatusPill tone="info" icon={<Check aria-hidden />}>
            {t('billing.current')}
          </StatusPill>
        )}
      </div>
      <p className="mt-1 min-h-10 text-sm text-muted">{plan.description}</p>
      <p className="nums mt-2 flex items-baseline gap-1.5">
        <span className="text-2xl font-semibold tracking-tight">
          {format.money(price?.amount ?? 0, currency)}
        </span>
        <span className="text-sm text-muted">
          {cycle === 'month' ? t('billing.per_month') : t('billing.per_year')}
        </span>
      </p>
      <dl className="mt-4 flex flex-col gap-2 border-t border-line pt-4 text-sm">
        {LIMIT_NAMES.map((name) => {
          const limit = plan.limits[name];
          return (
            <div key={name} className="flex justify-between gap-3">
              <dt className="text-muted">{t(`billing.limit.${name}`)}</dt>
              <dd className="nums font-medium">
                {limit === null ? t('common.unlimited') : limitValue(name, limit, format)}
              </dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}
