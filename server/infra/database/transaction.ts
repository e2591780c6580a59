import type { Database } from './connect.ts';

/** A transaction under way, and what has to be done once it is committed. */
export interface Work {
  tx: Database;
  /** Has this done after the commit; it is let go when the transaction fails. The caller waits for promises. */
  afterwards(effect: () => unknown): void;
}

/**
 * Does work in one transaction, and then what the work asked to have done afterwards. An effect that may be lost with
 * the process has to be one that something else makes good, such as a plan that the next snapshot finds missing.
 */
export async function transact<T>(db: Database, work: (under: Work) => Promise<T>): Promise<T> {
  const effects: (() => unknown)[] = [];
  const result = await db.transaction((tx) =>
    work({ tx, afterwards: (effect) => void effects.push(effect) }),
  );
  await Promise.all(effects.map((effect) => effect()));
  return result;
}
