/** One piece of the log's memory. */
export interface Slab {
  readonly bytes: Buffer;
  /** Position of its first byte in the log. */
  readonly start: number;
  /** Bytes written so far. */
  length: number;
  /** Writes in flight that read from it: while above zero, it must not be written to again. */
  borrowed: number;
}

const SLAB_BYTES = 256 * 1024;
/** What a group of pictures of one session leaves and soon takes again, in slabs: 4 MB. */
const LEAST_KEPT = 16;
/**
 * With many sessions, several begin a group together. Slabs that were not kept for the next one would be memory outside
 * of the heap that comes and goes, which has the collector mark the whole heap every second.
 */
const KEPT_SHARE = 0.25;
/** All logs of the process share what is free, because their sessions do not begin groups of pictures together. */
const free: Buffer[] = [];
let inUse = 0;

/**
 * An append-only log of bytes in recycled slabs, addressed by position from its beginning. What one `reserve` call
 * asked for lies in one slab, so readers can take it as one view.
 */
export class SlabLog {
  readonly #slabs: Slab[] = [];
  #tail = 0;
  #head = 0;

  /** Position of the oldest byte held. */
  get tail(): number {
    return this.#tail;
  }

  /** Position after the newest byte. */
  get head(): number {
    return this.#head;
  }

  /** A slab with room for `size` more bytes at `slab.length`; `opened` says that it is a new one. */
  reserve(size: number): { slab: Slab; opened: boolean } {
    const last = this.#slabs.at(-1);
    if (last && last.length + size <= last.bytes.length) return { slab: last, opened: false };
    const recycled = size <= SLAB_BYTES ? free.pop() : undefined;
    const bytes = recycled ?? Buffer.allocUnsafeSlow(Math.max(size, SLAB_BYTES));
    const slab: Slab = { bytes, start: this.#head, length: 0, borrowed: 0 };
    this.#slabs.push(slab);
    inUse += 1;
    return { slab, opened: true };
  }

  /** Makes `size` bytes that were written at `slab.length` part of the log. */
  commit(slab: Slab, size: number): void {
    slab.length += size;
    this.#head += size;
  }

  /** The slab that holds `position`; undefined when it was released or is the head. */
  slabAt(position: number): Slab | undefined {
    for (let index = this.#slabs.length - 1; index >= 0; index -= 1) {
      const slab = this.#slabs[index]!;
      if (position >= slab.start) return position < slab.start + slab.length ? slab : undefined;
    }
    return undefined;
  }

  /** Releases whole slabs before `position`. Slabs still being written out are left to the garbage collector. */
  release(position: number): void {
    let first = this.#slabs[0];
    while (first && this.#slabs.length > 1 && first.start + first.length <= position) {
      this.#slabs.shift();
      keep(first);
      first = this.#slabs[0];
      this.#tail = first?.start ?? this.#head;
    }
  }

  /** Gives all of its memory to other logs. Nothing may be read from it any more. */
  close(): void {
    for (const slab of this.#slabs.splice(0)) keep(slab);
    this.#tail = this.#head;
  }
}

function keep({ bytes, borrowed }: Slab): void {
  inUse -= 1;
  const most = Math.max(LEAST_KEPT, inUse * KEPT_SHARE);
  if (borrowed === 0 && bytes.length === SLAB_BYTES && free.length < most) free.push(bytes);
  else if (free.length > most) free.length = Math.floor(most);
}
