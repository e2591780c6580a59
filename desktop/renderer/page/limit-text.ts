import type { LimitName, PlanLimitDetails } from '@neustream/shared/billing/limits.ts';
import type { Format } from '../i18n/format.ts';
import type { Translate } from '../i18n/text.ts';

/** A value of a limit in its own unit. */
export function limitValue(name: LimitName, value: number, format: Format): string {
  if (name === 'recording_bytes') return format.bytes(value);
  if (name === 'month_seconds') return format.hours(value);
  if (name === 'session_seconds') return format.duration(value);
  return format.number(value);
}

/** Which limit was reached, how much is used, and the cheapest plan that allows more. */
export function limitText(details: PlanLimitDetails, t: Translate, format: Format): string {
  const name = details.limit_name;
  const met = t('billing.limit_met', {
    name: t(`billing.limit.${name}`),
    used: limitValue(name, details.used, format),
    limit: limitValue(name, details.limit, format),
  });
  const plan = details.required_plan;
  const more =
    plan === null
      ? t('billing.limit_met_none')
      : t('billing.limit_met_plan', { plan: plan.charAt(0).toUpperCase() + plan.slice(1) });
  return `${met} ${more}`;
}
