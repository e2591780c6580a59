/** Something with a place on the timeline, in µs. */
interface Timed {
  timestamp: number;
}

type Put<P, S> = (item: { kind: 'picture'; item: P } | { kind: 'sound'; item: S }, timestamp: number) => void;

/** Sound that has not come for this long is not waited for, in µs of the picture's time. */
const PATIENCE = 300_000;

/**
 * Puts sound and picture in one order: sound leaves its encoder later than a picture of the same moment. Sound that
 * comes after its turn is told to be as late as what went before it.
 */
export class Interleave<P extends Timed, S extends Timed> {
  readonly #put: Put<P, S>;
  #pictures: P[] = [];
  #last = Number.NEGATIVE_INFINITY;
  #soundUntil = Number.NEGATIVE_INFINITY;

  /** @param put called in the order of time, with a time that never goes back */
  constructor(put: Put<P, S>) {
    this.#put = put;
  }

  picture(item: P): void {
    this.#pictures.push(item);
    const [first] = this.#pictures;
    if (first === undefined) return;
    // Without sound to wait for, pictures go on alone.
    this.#release(Math.max(this.#soundUntil, item.timestamp - PATIENCE));
  }

  sound(item: S): void {
    this.#release(item.timestamp);
    this.#soundUntil = Math.max(this.#soundUntil, item.timestamp);
    this.#last = Math.max(this.#last, item.timestamp);
    this.#put({ kind: 'sound', item }, this.#last);
  }

  #release(until: number): void {
    let next = this.#pictures[0];
    while (next !== undefined && next.timestamp <= until) {
      this.#pictures.shift();
      this.#last = Math.max(this.#last, next.timestamp);
      this.#put({ kind: 'picture', item: next }, this.#last);
      next = this.#pictures[0];
    }
  }
}
