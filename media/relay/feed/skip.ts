import type { JoinPoint } from './join-points.ts';

/** What an output gave up, and so has to skip before it joins again. */
export class Skip {
  /** Nothing before this position may be written any more. */
  from = 0;
  #frames: number | null = null;

  /** @param frames how many frames lie before what is given up */
  begin(from: number, frames: number): void {
    this.from = from;
    this.#frames = frames;
  }

  /** The output goes on at `point`. Returns how many frames were skipped; null when nothing had been given up. */
  end(point: JoinPoint): number | null {
    if (this.#frames === null) return null;
    const skipped = Math.max(0, point.frames - this.#frames);
    this.#frames = null;
    return skipped;
  }
}
