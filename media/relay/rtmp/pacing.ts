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
export const BATCH_MS = 13;

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

/** A turn is followed by a rest of at least so many times its length, as far as this is no longer than so many batches. */
const REST_PER_WORK = 7;
const LONGEST_REST = 1.2;

/**
 * Puts the whole event loop to sleep once per turn while media is read: one wake-up then serves every input, output and
 * acknowledgement of the process. Timers and `readStop` would cost four more system calls per turn. A process with many
 * sessions, whose turns are long, rests a little longer, so that its delay grows rather than its cost. For processes in
 * which everything else can wait that long.
 */
export class LoopPacing implements ReadPacing {
  readonly #ms: number;
  #due = false;
  #beganAt = 0;
  /** When everything that could be read in this turn has been. */
  readonly #endTurn = () => {
    this.#due = false;
    const work = performance.now() - this.#beganAt;
    sleepLoop(Math.min(Math.max(this.#ms, work * REST_PER_WORK), this.#ms * LONGEST_REST));
  };

  constructor(ms = BATCH_MS) {
    this.#ms = ms;
  }

  rest(): boolean {
    if (!this.#due) {
      this.#due = true;
      this.#beganAt = performance.now();
      setImmediate(this.#endTurn);
    }
    return true;
  }
}
