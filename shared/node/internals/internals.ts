import { canWriteDirectly } from './direct-write.ts';
import { canSleep } from './loop-sleep.ts';
import { canTakeHandles } from './own-buffer-socket.ts';

/**
 * Which internals of Node may be used. None is documented for this purpose, so each has a fallback that merely costs
 * more processor time, and one setting turns all of them off.
 */
export interface NodeInternals {
  /** Writing to the handles of TCP sockets (`DirectWrite`). */
  readonly directWrites: boolean;
  /** Taking the handle of an accepted socket, to read it into one buffer (`ownBufferSocket`). */
  readonly ownBuffers: boolean;
  /** Putting the event loop to sleep between two reads (`sleepLoop`). */
  readonly loopSleep: boolean;
}

export const NO_INTERNALS: NodeInternals = { directWrites: false, ownBuffers: false, loopSleep: false };

/** The internals that this Node offers, or none at all. */
export function nodeInternals(setting: 'auto' | 'off'): NodeInternals {
  if (setting === 'off') return NO_INTERNALS;
  return { directWrites: canWriteDirectly, ownBuffers: canTakeHandles, loopSleep: canSleep };
}

const NAMES: Record<keyof NodeInternals, string> = {
  directWrites: 'writing to socket handles',
  ownBuffers: 'reading accepted sockets into one buffer',
  loopSleep: 'letting the event loop sleep',
};

/** One sentence for the log: which of them are in use. */
export function internalsSentence(internals: NodeInternals): string {
  const [used, unused] = [true, false].map((wanted) =>
    (Object.keys(NAMES) as (keyof NodeInternals)[])
      .filter((name) => internals[name] === wanted)
      .map((name) => NAMES[name])
      .join(', '),
  );
  if (used === '') return 'no internals of Node are in use';
  return `internals of Node are in use: ${used}${unused === '' ? '' : `; not in use: ${unused}`}`;
}
