import type { Knex } from 'knex';

const HOUR = 3_600;
const GB = 1_000_000_000;

const PLANS = [
  {
    code: 'free',
    rank: 0,
    name: 'Free',
    description: 'Try it, on one platform at a time.',
    prices: [0, 0, 0, 0],
    limits: [1, 3, 1, 50 * HOUR, 120 * 60, 2, 1 * GB],
    features: { best_quality: '720p30', branding: 'shown' },
  },
  {
    code: 'pro',
    rank: 1,
    name: 'Pro',
    description: 'Three platforms at once, in full HD.',
    prices: [999, 9_999, 79_900, 799_900],
    limits: [3, 10, 3, 200 * HOUR, null, 6, 25 * GB],
    features: { best_quality: '1080p30', branding: 'removable' },
  },
  {
    code: 'business',
    rank: 2,
    name: 'Business',
    description: 'Every platform at once, for teams and events.',
    prices: [2_999, 29_999, 249_900, 2_499_900],
    limits: [10, 9_999, null, 1_000 * HOUR, null, null, 100 * GB],
    features: { best_quality: '1080p60', branding: 'removable' },
  },
] as const;

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table subscription_plans (
      code text primary key,
      rank integer not null unique,
      name text not null,
      description text not null,
      usd_month bigint not null,
      usd_year bigint not null,
      inr_month bigint not null,
      inr_year bigint not null,
      sources integer,
      destinations integer,
      live_destinations integer,
      month_seconds integer,
      session_seconds integer,
      chat_connectors integer,
      recording_bytes bigint,
      features jsonb not null,
      is_active boolean not null default true
    )`);
  await db.raw(`
    create table user_subscriptions (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      plan_code text not null references subscription_plans,
      provider text not null check (provider in ('none', 'stripe', 'razorpay')),
      provider_customer_id text,
      provider_subscription_id text,
      status text not null check (status in ('trialing', 'active', 'past_due', 'canceled')),
      billing_cycle text check (billing_cycle in ('month', 'year')),
      current_period_start timestamptz,
      current_period_end timestamptz,
      cancel_at_period_end boolean not null default false,
      created_at timestamptz not null
    )`);
  await db.raw(
    `create unique index user_subscriptions_current on user_subscriptions (user_id) where status <> 'canceled'`,
  );
  await db.raw('create index user_subscriptions_user on user_subscriptions (user_id)');
  await db.raw('create index user_subscriptions_plan on user_subscriptions (plan_code)');
  await db('subscription_plans').insert(PLANS.map(planRow));
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop table user_subscriptions');
  await db.raw('drop table subscription_plans');
}

function planRow({ code, rank, name, description, prices, limits, features }: (typeof PLANS)[number]) {
  const [usd_month, usd_year, inr_month, inr_year] = prices;
  const [
    sources,
    destinations,
    live_destinations,
    month_seconds,
    session_seconds,
    chat_connectors,
    recording_bytes,
  ] = limits;
  return {
    code,
    rank,
    name,
    description,
    usd_month,
    usd_year,
    inr_month,
    inr_year,
    sources,
    destinations,
    live_destinations,
    month_seconds,
    session_seconds,
    chat_connectors,
    recording_bytes,
    features: JSON.stringify(features),
  };
}
