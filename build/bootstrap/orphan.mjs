const LOOK_MS = 250;

/**
 * Calls back once when the process that started us is gone.
 *
 * npm starts us through a shell, and a signal sent to npm ends only that shell: without this, a service manager's
 * "stop" would leave everything running. When we are started directly, with `nohup` or by a service manager, losing the
 * parent is no reason to stop.
 * @param {{ env: NodeJS.ProcessEnv, gone: () => void }} options
 * @returns {() => void} ends the watch
 */
export function watchParent({ env, gone }) {
  const parent = process.ppid;
  if (!env.npm_lifecycle_event || parent <= 1) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
