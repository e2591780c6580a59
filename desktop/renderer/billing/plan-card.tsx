import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useFormat } from '../i18n/language.ts';
import { useText } from '../i18n/text.ts';
import { limitValue } from '../page/limit-text.ts';
import { Card } from '../ui/card.tsx';
import { UsageMeter } from '../ui/meter.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StatusPill } from '../ui/status-pill.tsx';
import { billingQueries } from './queries.ts';

const METERED = ['sources', 'destinations', 'month_seconds'] as const;

/** The plan in force and how much of it is used. */
export function PlanCard() {
  const { t } = useText();
  const format = useFormat();
  const { data } = useQuery(billingQueries.subscription(useApi()));
  return (
    <Card
      title={t('billing.plan_title')}
      action={
        data !== undefined && (
          <StatusPill tone="info" icon={null}>
            {data.plan.name}
          </StatusPill>
        )
      }
    >
      {data === undefined ? (
        <Skeleton className="h-36" />
      ) : (
        <div className="flex flex-col gap-5">
          {METERED.map((name) => {
            const limit = data.limits[name];
            const used = limitValue(name, data.used[name], format);
            return (
              <UsageMeter
                key={name}
                label={t(`billing.limit.${name}`)}
                used={data.used[name]}
                limit={limit}
                text={
                  limit === null
                    ? t('billing.used_unlimited', { used })
                    : t('billing.used_of', { used, limit: limitValue(name, limit, format) })
                }
              />
            );
          })}
        </div>
      )}
    </Card>
  );
}
