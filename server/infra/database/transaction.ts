import type { Database } from './connect.ts';

/** A running transaction, and what has to be done once it is committed. */
export interface Work {
  tx: Database;
  /** Runs this after the commit; it is dropped if the transaction fails. The caller waits for promises. */
  afterwards(effect: () => unknown): void;
}

/**
 * Does work in one transaction, and then what that work deferred until after the commit. An effect that can be lost
 * with the process must be one that something else makes up for, such as a plan that the next snapshot shows to be
 * missing.
 */
export async function transact<T>(db: Database, work: (under: Work) => Promise<T>): Promise<T> {
  const effects: (() => unknown)[] = [];
  const result = await db.transaction((tx) =>
    work({ tx, afterwards: (effect) => void effects.push(effect) }),
  );
  await Promise.all(effects.map((effect) => effect()));
  return result;
}
