/** How a batched reader rests between reads. */
export interface ReadPacing {
  /** Called after a read. Returns true to go on at once; otherwise `resume` is called when it is time. */
  rest(resume: () => void): boolean;
}

/** Pause between two reads, in ms: the delay that batching adds stays below 15 ms. */
const REST_MS = 13;

/** Rests by a timer of its own, and leaves the event loop free. For processes that do other things too. */
export class TimerPacing implements ReadPacing {
  #timer: NodeJS.Timeout | null = null;

  rest(resume: () => void): boolean {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(resume, REST_MS).unref();
    return false;
  }
}

/**
 * Puts the whole event loop to sleep after a turn in which media was read: one wake-up then serves every
 * input, output and acknowledgement of the process. Costs a third less than timers and `readStop`,
 * which take four system calls a turn. For the media process, where everything else can wait 13 ms.
 */
export class LoopPacing implements ReadPacing {
  readonly #never = new Int32Array(new SharedArrayBuffer(4));
  readonly #sleep = () => this.#sleepNow();
  #asked = false;

  rest(): boolean {
    if (!this.#asked) setImmediate(this.#sleep);
    this.#asked = true;
    return true;
  }

  #sleepNow(): void {
    this.#asked = false;
    Atomics.wait(this.#never, 0, 0, REST_MS);
  }
}
