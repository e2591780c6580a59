/**
 * Waits for `work` no longer than `ms`, and not beyond `signal`.
 * @throws what `onTimeout` returns when time is up, or the signal's reason when aborted.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  { ms, signal, onTimeout }: { ms: number; signal: AbortSignal; onTimeout: () => Error },
): Promise<T> {
  // Nobody may be left to hear of it when the signal is the first to end the wait.
  work.catch(() => undefined);
  signal.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(onTimeout()), ms);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
