import type { Layer } from '@neustream/shared/studio/scenes.ts';
import { unitsOf } from './groups.ts';

export const ORDERS = ['top', 'up', 'down', 'bottom'] as const;
export type Order = (typeof ORDERS)[number];

/**
 * Moves layers in front of or behind others. Groups move, and are passed, as one; what is picked within one group moves
 * within it.
 */
export function ordered(
  layers: readonly Layer[],
  { ids, to }: { ids: readonly string[]; to: Order },
): Layer[] {
  const isPicked = ({ id }: Layer) => ids.includes(id);
  const units = unitsOf(layers);
  const holders = units.filter((unit) => unit.layers.some(isPicked));
  const [holder] = holders;
  if (holders.length === 1 && holder !== undefined && !holder.layers.every(isPicked)) {
    const inside = moved(holder.layers, isPicked, to);
    return units.flatMap((unit) => (unit === holder ? inside : unit.layers));
  }
  return moved(units, (unit) => holders.includes(unit), to).flatMap((unit) => unit.layers);
}

function moved<T>(all: readonly T[], isPicked: (one: T) => boolean, to: Order): T[] {
  const [picked, others] = [all.filter(isPicked), all.filter((one) => !isPicked(one))];
  if (to === 'top') return [...others, ...picked];
  if (to === 'bottom') return [...picked, ...others];
  const list = [...all];
  // The foremost in the direction of the move goes first, so that neighbours do not pass each other.
  const places = to === 'up' ? [...list.keys()].toReversed() : [...list.keys()];
  const step = to === 'up' ? 1 : -1;
  for (const at of places) {
    const [one, next] = [list[at], list[at + step]];
    if (one === undefined || next === undefined || !isPicked(one) || isPicked(next)) continue;
    list[at] = next;
    list[at + step] = one;
  }
  return list;
}
