import { errorFields, type Log } from './log.ts';

export interface Job extends AsyncDisposable {
  /** Runs it now, or joins the run that is under way. */
  run(): Promise<void>;
}

/**
 * Runs `work` every so many ms, never twice at once; a failure is logged and the next run comes as planned.
 * Disposing waits for the run under way.
 */
export function every(
  ms: number,
  { name, log, work }: { name: string; log: Log; work: () => Promise<void> },
): Job {
  let current: Promise<void> | null = null;
  const run = () => {
    current ??= work()
      .catch((error: unknown) => log.warn({ job: name, ...errorFields(error) }, 'A job failed.'))
      .finally(() => {
        current = null;
      });
    return current;
  };
  const timer = setInterval(run, ms);
  return {
    run,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await current;
    },
  };
}
