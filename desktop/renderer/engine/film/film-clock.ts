/** Sound that is off by more has been elsewhere, such as in a context that slept: the clock goes there at once. In s. */
const LEAP_S = 0.5;
/** How quickly the clock follows the sound, per report. */
const FOLLOW = 0.1;
const LOOK_EVERY_MS = 100;

/**
 * Where a film is, in s since it began. It begins with its first picture, however long that takes to decode, and follows
 * its sound once that is heard, since people hear gaps sooner than they see them.
 */
export class FilmClock {
  readonly #began = Promise.withResolvers<void>();
  #beganAt: number | null = null;

  /** When it began, in ms as `performance.now()`; null before. */
  get beganAt(): number | null {
    return this.#beganAt;
  }

  /** Only the first call counts. */
  begin(now: number): void {
    this.#beganAt ??= now;
    this.#began.resolve();
  }

  began(): Promise<void> {
    return this.#began.promise;
  }

  seconds(now: number): number {
    return this.#beganAt === null ? 0 : (now - this.#beganAt) / 1000;
  }

  /** The sound was here just now. */
  heard(seconds: number, now: number): void {
    if (this.#beganAt === null) return;
    const off = this.seconds(now) - seconds;
    this.#beganAt += off * 1000 * (Math.abs(off) > LEAP_S ? 1 : FOLLOW);
  }

  /** Resolves once the film is there, or when it was stopped. */
  async reach(seconds: number, stopped: AbortSignal): Promise<void> {
    for (;;) {
      const restMs = (seconds - this.seconds(performance.now())) * 1000;
      if (restMs <= 0 || stopped.aborted) return;
      // The clock may be set meanwhile.
      await new Promise((resolve) => setTimeout(resolve, Math.min(restMs, LOOK_EVERY_MS)));
    }
  }
}
