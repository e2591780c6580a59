/** Sound that is off by more has been elsewhere, such as in a context that slept: the clock goes there at once. In s. */
const LEAP_S = 0.5;
/** How quickly the clock follows the sound, per report. */
const FOLLOW = 0.1;

/** Where a film is, in s since it began. Follows its sound once that is heard, since people hear gaps sooner than they see them. */
export class FilmClock {
  #beganAt: number;

  /** @param now in ms, as `performance.now()` */
  constructor(now: number) {
    this.#beganAt = now;
  }

  seconds(now: number): number {
    return (now - this.#beganAt) / 1000;
  }

  /** The sound was here just now. */
  heard(seconds: number, now: number): void {
    const off = this.seconds(now) - seconds;
    this.#beganAt += off * 1000 * (Math.abs(off) > LEAP_S ? 1 : FOLLOW);
  }

  /** Resolves once the film is there, or when it was stopped. */
  async reach(seconds: number, stopped: AbortSignal): Promise<void> {
    for (;;) {
      const restMs = (seconds - this.seconds(performance.now())) * 1000;
      if (restMs <= 0 || stopped.aborted) return;
      // The clock may be set meanwhile.
      await new Promise((resolve) => setTimeout(resolve, Math.min(restMs, 100)));
    }
  }
}
