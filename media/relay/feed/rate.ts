/** Shortest piece of the line over which a rate is measured, in ms. */
const STEP_MS = 1000;
const STEPS = 4;

/** How many bytes a feed takes for each ms of its line, over the last few seconds. */
export class Rate {
  readonly #steps: { at: number; bytes: number }[] = [];
  #perMs = 0;

  /** 0 until a second of the line has passed. */
  get perMs(): number {
    return this.#perMs;
  }

  /** @param at where the line stands, in ms; `bytes` were encoded until then */
  reached(at: number, bytes: number): void {
    const last = this.#steps.at(-1);
    if (last && at - last.at < STEP_MS) return;
    const first = this.#steps[0];
    if (first) this.#perMs = (bytes - first.bytes) / (at - first.at);
    this.#steps.push({ at, bytes });
    if (this.#steps.length > STEPS) this.#steps.shift();
  }
}
