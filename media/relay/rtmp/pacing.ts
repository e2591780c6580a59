import { sleepLoop } from '@neustream/shared/node/internals/loop-sleep.ts';

/** How a batched reader pauses between reads. */
export interface ReadPacing {
  /** Called after a read. Returns true to continue at once; otherwise `resume` is called when it is time. */
  rest(resume: () => void): boolean;
}

/** Pause between two reads, in ms: the delay that batching adds stays below 15 ms. */
const REST_MS = 13;

/** A leading reader without a batch for this long, in ms, loses the lead. */
const LEADER_SILENT_MS = 30;

/** Pauses with a timer of its own, and leaves the event loop free. For processes that do other things too. */
export class TimerPacing implements ReadPacing {
  #timer: NodeJS.Timeout | null = null;

  rest(resume: () => void): boolean {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(resume, REST_MS);
    return false;
  }
}

/**
 * Puts the whole event loop to sleep once per turn while media is read: one wake-up then serves every input, output and
 * acknowledgement of the process. Timers and `readStop` would cost four more system calls per turn. For the media
 * process, where everything else can wait 13 ms.
 */
export class LoopPacing implements ReadPacing {
  /** The reader whose batches end a turn; others are read in the same turns. */
  #leader: (() => void) | null = null;
  #leaderAt = 0;

  rest(resume: () => void): boolean {
    const now = performance.now();
    // A leader that is silent, or gone, is replaced by another reader.
    if (this.#leader !== resume && now - this.#leaderAt < LEADER_SILENT_MS) return true;
    this.#leader = resume;
    sleepLoop(REST_MS);
    this.#leaderAt = performance.now();
    return true;
  }
}
