import { Cut, type CutChoice, type View } from './cut.ts';
import { messageEnd, timestampAt } from './log-walk.ts';
import type { Slab } from './slab-log.ts';

/**
 * Handed at once to an output that is behind, in bytes: small enough to show progress on a slow line, and because TLS
 * keeps memory for the largest write that it ever had.
 */
export const VIEW_BYTES = 32 * 1024;

/** What outputs write: of the log itself where that is what they get, of their cut of it elsewhere. Each made once. */
export class Views {
  /** From this position on, no message carries track numbers. */
  singleFrom = 0;
  readonly #cuts = new Map<string, Cut>();
  #last: { slab: Slab; from: number; view: View } | null = null;

  /** The cut of this choice; `giveBack` it when it is no longer used. */
  take(choice: CutChoice): Cut {
    const key = keyOf(choice);
    const cut = this.#cuts.get(key) ?? new Cut(choice);
    this.#cuts.set(key, cut);
    cut.users += 1;
    return cut;
  }

  giveBack(cut: Cut): void {
    cut.users -= 1;
    if (cut.users === 0) this.#cuts.delete(keyOf(cut.choice));
  }

  /** What lies in `slab` from `position` on, whole messages only. */
  of(slab: Slab, position: number, cut: Cut): View {
    const from = position - slab.start;
    const to = slab.length - from <= VIEW_BYTES ? slab.length : messageEnd(slab, from, from + VIEW_BYTES);
    const asItIs = cut.plain && (position >= this.singleFrom || cut.choice.soundTrack === 'all');
    if (!asItIs) return cut.view(slab, from, to);
    const last = this.#last;
    if (last && last.slab === slab && last.from === from && last.view.length === to - from) return last.view;
    const view: View = {
      bytes: slab.bytes.subarray(from, to),
      length: to - from,
      timestamp: timestampAt(slab.bytes, from),
      memory: slab,
    };
    this.#last = { slab, from, view };
    return view;
  }
}

function keyOf({ soundTrack, base, streamId }: CutChoice): string {
  return `${soundTrack}/${base}/${streamId}`;
}
