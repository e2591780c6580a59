import { useEffect, useState } from 'react';

const LOCK = 'neustream.studio';
/** A window that was just left, or loaded anew, gives it up within this time, in ms. */
const PATIENCE_MS = 400;

/**
 * Whether this window is the one that holds the studio: two would fight for cameras and for the stream.
 * @returns `here`, `elsewhere` while another window has it, and what takes it over
 */
export function useOnlyWindow(): { state: 'asking' | 'here' | 'elsewhere'; takeOver: () => void } {
  const [state, setState] = useState<'asking' | 'here' | 'elsewhere'>('asking');
  /** How often the person has taken it over. */
  const [taken, setTaken] = useState(0);
  useEffect(() => {
    // A page that did not come over https has none, and no cameras either: it is told so.
    if (!('locks' in navigator)) return;
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    let mounted = true;
    const hold = (): Promise<void> | undefined => {
      if (!mounted) return undefined;
      setState('here');
      return left;
    };
    const options = taken > 0 ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE_MS) };
    // Rejects when another window has it, and when one takes it over.
    navigator.locks.request(LOCK, options, hold).catch(() => mounted && setState('elsewhere'));
    return () => {
      mounted = false;
      leave();
    };
  }, [taken]);
  return {
    state,
    takeOver: () => {
      setState('asking');
      setTaken((times) => times + 1);
    },
  };
}
