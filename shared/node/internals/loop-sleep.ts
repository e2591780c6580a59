const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Whether the thread's event loop may be put to sleep; pages and some hosts forbid it. */
export const canSleep = sleeps();

/** Puts this thread to sleep, event loop included, for the given number of ms. */
export function sleepLoop(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}

function sleeps(): boolean {
  try {
    sleepLoop(0);
    return true;
  } catch {
    return false;
  }
}
