import { setTimeout as delay } from 'node:timers/promises';
import { MEDIA_CONTROL_PATHS } from '@neustream/shared/contracts/media-control.ts';
import type { Database } from '../../infra/database/connect.ts';
import { errorFields, type Log } from '../../infra/log.ts';
import type { Vault } from '../../infra/secrets/vault.ts';
import { findNode, type NodeClient } from '../../nodes/public.ts';
import { buildPlan } from './plan.ts';

/** The longest that somebody who pressed a button waits for a media node, in ms. */
const PATIENCE_MS = 1_500;

export interface PlanSender extends AsyncDisposable {
  /**
   * Sends the session's plan in its current version. A failure needs no handling: the node's next snapshot shows that
   * it lacks the plan, and it is sent again. Resolves when this attempt is over, or after a while if the node takes its
   * time.
   */
  send(sessionId: string): Promise<void>;
}

interface Deps {
  db: Database;
  vault: Vault;
  client: NodeClient;
  log: Log;
}

export function createPlanSender(deps: Deps): PlanSender {
  const underWay = new Map<string, { again: boolean; done: Promise<void> }>();

  async function sendNewest(sessionId: string): Promise<void> {
    const built = await buildPlan(deps, sessionId);
    const node = built && (await findNode(deps.db, built.nodeId));
    if (!built || !node) return;
    await deps.client.put(node, MEDIA_CONTROL_PATHS.session(sessionId), built.plan);
  }

  async function run(sessionId: string, state: { again: boolean }): Promise<void> {
    do {
      state.again = false;
      await sendNewest(sessionId).catch((error: unknown) => {
        deps.log.warn({ sessionId, ...errorFields(error) }, 'A plan has not reached its media node yet.');
      });
    } while (state.again);
    // In the same turn as the last check of `again`, so that no change is missed in between.
    underWay.delete(sessionId);
  }

  return {
    send(sessionId) {
      const current = underWay.get(sessionId);
      if (current) {
        current.again = true;
        return patient(current.done);
      }
      const state = { again: false };
      const done = run(sessionId, state);
      underWay.set(sessionId, Object.assign(state, { done }));
      return patient(done);
    },
    async [Symbol.asyncDispose]() {
      await patient(Promise.all([...underWay.values()].map(({ done }) => done)));
    },
  };
}

async function patient(done: Promise<unknown>): Promise<void> {
  await Promise.race([done, delay(PATIENCE_MS, undefined, { ref: false })]);
}
