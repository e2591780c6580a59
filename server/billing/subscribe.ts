import type { PlanCode } from '@neustream/shared/billing/limits.ts';
import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import type { Database } from '../infra/database/connect.ts';
import { insertSubscription } from './store.ts';

/** Gives a new account its first plan. */
export async function subscribe(
  db: Database,
  { userId, plan, now }: { userId: string; plan: PlanCode; now: number },
): Promise<void> {
  await insertSubscription(db, {
    id: uuidV7(now),
    user_id: userId,
    plan_code: plan,
    created_at: new Date(now),
  });
}
