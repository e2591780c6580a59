import { errorFields, type Log } from './log.ts';

export interface Job extends AsyncDisposable {
  /** Runs it now, or joins the current run. */
  run(): Promise<void>;
}

/**
 * Runs `work` at this interval in ms, never twice at once; a failure is logged and the next run takes place as planned.
 * Disposing waits for the current run.
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
