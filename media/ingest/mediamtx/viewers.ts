import type { Clock } from '@neustream/shared/kernel/clock.ts';

/** How long something is kept for a viewer who was let in and is not there yet, in ms. */
const ARRIVAL_MS = 15_000;
/** How long something is kept for a viewer who was there, in ms: players ask again after a hitch. */
const GRACE_MS = 5000;

export interface ViewersOptions {
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
  /** All paths that somebody watches. */
  onWatched(publicIds: readonly string[]): void;
}

/** Which paths somebody watches at MediaMTX, by who was let in and who is seen there. */
export class Viewers {
  readonly #options: ViewersOptions;
  /** Until when each path counts as watched. */
  readonly #until = new Map<string, number>();
  /** Whoever watched before we were started has been seen. */
  #known = false;

  constructor(options: ViewersOptions) {
    this.#options = options;
  }

  /** A viewer was let in: the path may have to be brought first. */
  came(publicId: string): void {
    if (this.#keep(publicId, ARRIVAL_MS) && this.#known) this.#tell();
  }

  /** The paths that are watched right now. Call it every second or so. */
  seen(publicIds: Iterable<string>): void {
    let changed = !this.#known;
    for (const publicId of publicIds) changed = this.#keep(publicId, GRACE_MS) || changed;
    const now = this.#options.steady();
    for (const [publicId, until] of this.#until) {
      if (until <= now) changed = this.#until.delete(publicId);
    }
    this.#known = true;
    if (changed) this.#tell();
  }

  /** True for a path that was not watched before. */
  #keep(publicId: string, forMs: number): boolean {
    const known = this.#until.get(publicId);
    this.#until.set(publicId, Math.max(known ?? 0, this.#options.steady() + forMs));
    return known === undefined;
  }

  #tell(): void {
    this.#options.onWatched([...this.#until.keys()]);
  }
}
