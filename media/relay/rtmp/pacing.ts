import { sleepLoop } from '@neustream/shared/node/internals/loop-sleep.ts';

/** How a batched reader pauses between reads. */
export interface ReadPacing {
  /** Called after a read. Returns true to continue at once; otherwise `resume` is called when it is time. */
  rest(resume: () => void): boolean;
}

/**
 * How long media is held so that it is sent in fewer, larger pieces, in ms: what is read stays less than 15 ms behind
 * its encoder.
 */
export const BATCH_MS = 14;

/**
 * Pauses with one timer for all its readers, and leaves the event loop free. For processes that do other things too.
 */
export class TimerPacing implements ReadPacing {
  readonly #ms: number;
  #resting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(ms = BATCH_MS) {
    this.#ms = ms;
  }

  rest(resume: () => void): boolean {
    this.#resting.push(resume);
    if (this.#resting.length > 1) return false;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#resume(), this.#ms);
    return false;
  }

  #resume(): void {
    const resting = this.#resting;
    this.#resting = [];
    for (const resume of resting) resume();
  }
}

/**
 * Puts the whole event loop to sleep once per turn while media is read: one wake-up then serves every input, output and
 * acknowledgement of the process. Timers and `readStop` would cost four more system calls per turn. For processes in
 * which everything else can wait that long.
 */
export class LoopPacing implements ReadPacing {
  readonly #ms: number;
  #due = false;
  /** When everything that could be read in this turn has been. */
  readonly #endTurn = () => {
    this.#due = false;
    sleepLoop(this.#ms);
  };

  constructor(ms = BATCH_MS) {
    this.#ms = ms;
  }

  rest(): boolean {
    if (!this.#due) {
      this.#due = true;
      setImmediate(this.#endTurn);
    }
    return true;
  }
}
