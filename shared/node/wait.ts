import { setTimeout as delay } from 'node:timers/promises';

/**
 * A promise with a deadline.
 * @throws an error with `complaint` as its message when `timeoutMs` pass first
 */
export async function within<T>(timeoutMs: number, complaint: string, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${complaint} within ${timeoutMs / 1000} s.`)), timeoutMs);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface UntilOptions {
  timeoutMs?: number;
  everyMs?: number;
  /** What was waited for, for the error message. */
  what: string;
}

/**
 * Calls `ask` repeatedly until its answer is neither undefined nor false, and returns that. An `ask` that throws counts
 * as "not yet".
 * @throws when `timeoutMs` (10 s) pass first; the last error is the cause
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 50, what }: UntilOptions,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`Gave up after ${timeoutMs / 1000} s: ${what}.`, { cause });
    }
    await delay(everyMs);
  }
}
