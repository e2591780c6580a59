import { useLayoutEffect, useState } from 'react';

/** The time in epoch ms, again each second while `running`. Not running, it stays as it was. */
export function useNow(running = true): number {
  const [now, setNow] = useState(() => Date.now());
  // Before anything is painted: what starts to run is counted from now, not from when it was last looked at.
  useLayoutEffect(() => {
    if (!running) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
