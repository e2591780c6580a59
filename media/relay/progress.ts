/** A destination that accepts nothing for this long, in ms, while data is waiting is given up. */
export const NO_PROGRESS_MS = 10_000;

export interface ProgressWatchOptions {
  /** Grows with progress; null when nothing is waiting. */
  mark: () => number | null;
  onStalled: () => void;
}

/** Notices a connection that is open but accepts no data. Costs nothing while data flows. */
export class ProgressWatch {
  readonly #options: ProgressWatchOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ProgressWatchOptions) {
    this.#options = options;
  }

  /** Data had to wait: check again later. */
  watch(): void {
    if (this.#timer) return;
    const before = this.#options.mark();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const after = this.#options.mark();
      if (after === null) return;
      if (after === before) this.#options.onStalled();
      else this.watch();
    }, NO_PROGRESS_MS);
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}
