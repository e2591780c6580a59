import { change, select } from '../model/collection-store.ts';
import { changeLayers, type Place, removeLayers } from '../model/layers.ts';

const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** With Shift. */
const LARGE = 10;

/** What the keys of a layer on the stage do: arrows move it, Delete removes it, Escape lets go of it. */
export function nudge(
  event: Pick<
    KeyboardEvent,
    'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'preventDefault' | 'stopPropagation'
  >,
  { place, ids }: { place: Place; ids: readonly string[] },
): void {
  // With Ctrl or ⌘ they are shortcuts of the studio.
  if (event.ctrlKey || event.metaKey) return;
  const arrow = ARROWS[event.key];
  if (arrow !== undefined) {
    event.preventDefault();
    const by = event.shiftKey ? LARGE : 1;
    change((all) =>
      changeLayers(all, place, ids, ({ x, y }) => ({ x: x + arrow.x * by, y: y + arrow.y * by })),
    );
  } else if (event.key === 'Delete' || event.key === 'Backspace') {
    event.preventDefault();
    event.stopPropagation();
    change((all) => removeLayers(all, place, ids));
  } else if (event.key === 'Escape') select([]);
}
