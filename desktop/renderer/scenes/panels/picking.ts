import { change, select, toggled, useCollection } from '../model/collection-store.ts';
import { type Place, removeLayers } from '../model/layers.ts';

/** One line of the list that can be picked: a layer, or a whole group. */
export interface Line {
  key: string;
  ids: readonly string[];
}

/** What was picked last without Shift: a range begins there. */
let anchor = '';

/** A click on a line: alone; with Ctrl or ⌘ beside what is picked; with Shift everything up to it. */
export function pickLine(
  line: Line,
  lines: readonly Line[],
  held: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean },
): void {
  const { selected } = useCollection.getState();
  const from = lines.findIndex(({ key }) => key === anchor);
  if (held.shiftKey && from >= 0) {
    const to = lines.findIndex(({ key }) => key === line.key);
    const range = lines.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap(({ ids }) => ids);
    select([...new Set(range)]);
    return;
  }
  anchor = line.key;
  if (held.ctrlKey || held.metaKey) select(line.ids.reduce(toggled, selected));
  else select(line.ids);
}

/**
 * The keys of a line: arrows pick the next one, with Shift beside what is picked, Delete removes, Escape lets go.
 * @returns whether the key was one of them
 */
export function pressOnLine(
  event: Pick<React.KeyboardEvent<HTMLElement>, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'currentTarget'>,
  { line, lines, place }: { line: Line; lines: readonly Line[]; place: Place },
): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  switch (event.key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const at = lines.findIndex(({ key }) => key === line.key);
      const next = lines[at + (event.key === 'ArrowUp' ? -1 : 1)];
      if (next === undefined) return true;
      pickLine(next, lines, { shiftKey: event.shiftKey, ctrlKey: false, metaKey: false });
      const list = event.currentTarget.closest('ul');
      list?.querySelector<HTMLElement>(`[data-line="${CSS.escape(next.key)}"]`)?.focus();
      return true;
    }
    case 'Delete':
    case 'Backspace':
      change((all) => removeLayers(all, place, useCollection.getState().selected));
      return true;
    case 'Escape':
      select([]);
      return true;
    default:
      return false;
  }
}
