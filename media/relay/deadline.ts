/**
 * Waits for `work`, but not beyond `signal`.
 * @throws the signal's reason when aborted
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody may be left to hear of it when the signal is the first to end the wait.
  work.catch(() => undefined);
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Waits for `work` no longer than `ms`, and not beyond `signal`.
 * @throws what `onTimeout` returns when time is up, or the signal's reason when aborted.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  { ms, signal, onTimeout }: { ms: number; signal: AbortSignal; onTimeout: () => Error },
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(onTimeout()), ms);
  try {
    return await unlessAborted(Promise.race([work, late]), signal);
  } finally {
    clearTimeout(timer);
  }
}
