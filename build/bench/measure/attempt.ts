import type { Skipped } from '../result.ts';

/** Runs one measurement; a failure becomes a line of the result instead of ending the bench. */
export async function attempt<T>(
  skipped: Skipped[],
  of: Omit<Skipped, 'reason'>,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    skipped.push({ ...of, reason: reasonOf(error) });
    return null;
  }
}

/** The first line of what went wrong, which fits a table. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 300) ?? text;
}
