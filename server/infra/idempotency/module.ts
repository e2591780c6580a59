import type { Clock } from '@neustream/shared/kernel/clock.ts';
import { type Capability, capability } from '../capability.ts';
import type { Database } from '../database/connect.ts';
import { IDEMPOTENCY_SEALED_COLUMNS } from './answer-once.ts';
import { forgetKeysBefore } from './store.ts';

const TIDY_MS = 3_600_000;
/** How long an answer is kept for repeats, in ms. */
const KEPT_MS = 24 * 3_600_000;

/** Keeps answers, so that a repeated call receives the first one's. */
export function idempotencyModule({ db, clock }: { db: Database; clock: Clock }): Capability {
  return capability({
    name: 'idempotency',
    sealedColumns: IDEMPOTENCY_SEALED_COLUMNS,
    jobs: [
      {
        name: 'forget idempotency keys',
        everyMs: TIDY_MS,
        run: () => forgetKeysBefore(db, new Date(clock() - KEPT_MS)),
      },
    ],
  });
}
