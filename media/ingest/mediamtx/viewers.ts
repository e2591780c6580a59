import type { Clock } from '@neustream/shared/kernel/clock.ts';

/** How long something is kept for a viewer who was let in and is not there yet, in ms. */
const ARRIVAL_MS = 15_000;
/** How long something is kept for a viewer who was there, in ms: players ask again after a hitch. */
const GRACE_MS = 5000;

export interface ViewersOptions {
  /** Milliseconds that setting the system's clock does not change. */
  steady: Clock;
  /** Somebody watches this path now, or nobody does any more. */
  onWatched(publicId: string, watched: boolean): void;
}

/** Which paths somebody watches at MediaMTX, by who was let in and who is seen there. */
export class Viewers {
  readonly #options: ViewersOptions;
  /** Until when each path counts as watched. */
  readonly #until = new Map<string, number>();

  constructor(options: ViewersOptions) {
    this.#options = options;
  }

  /** A viewer was let in: the path may have to be brought first. */
  came(publicId: string): void {
    this.#keep(publicId, ARRIVAL_MS);
  }

  /** The paths that are watched right now. Call it every second or so. */
  seen(publicIds: Iterable<string>): void {
    for (const publicId of publicIds) this.#keep(publicId, GRACE_MS);
    const now = this.#options.steady();
    for (const [publicId, until] of this.#until) {
      if (until > now) continue;
      this.#until.delete(publicId);
      this.#options.onWatched(publicId, false);
    }
  }

  get any(): boolean {
    return this.#until.size > 0;
  }

  #keep(publicId: string, forMs: number): void {
    const known = this.#until.get(publicId);
    this.#until.set(publicId, Math.max(known ?? 0, this.#options.steady() + forMs));
    if (known === undefined) this.#options.onWatched(publicId, true);
  }
}
