import type { CanvasName, SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { create } from 'zustand';
import type { Copied } from './clipboard.ts';

/** So many steps can be taken back. */
const MOST_STEPS = 200;

interface CollectionState {
  /** The person whose studio it is: their files are in a folder of their own. */
  owner: string;
  /** Null until it was loaded. */
  collection: SceneCollection | null;
  past: readonly SceneCollection[];
  future: readonly SceneCollection[];
  /** What viewers see. */
  programmeId: string;
  /** What is edited and, in studio mode, shown next. */
  sceneId: string;
  studioMode: boolean;
  canvas: CanvasName;
  selected: readonly string[];
  /** What `paste` puts in. */
  copied: Copied | null;
  /** A drag is under way: its steps are one. */
  gesture: SceneCollection | null;
}

const EMPTY: CollectionState = {
  owner: '',
  collection: null,
  past: [],
  future: [],
  programmeId: '',
  sceneId: '',
  studioMode: false,
  canvas: 'landscape',
  selected: [],
  copied: null,
  gesture: null,
};

/** What the studio shows and how it came to be so. What is shown and selected is no step that can be taken back. */
export const useCollection = create<CollectionState>()(() => EMPTY);

const { getState, setState } = useCollection;

/** Begins with what was stored. */
export function openCollection(collection: SceneCollection, owner: string): void {
  const first = collection.scenes[0]?.id ?? '';
  setState({ ...EMPTY, owner, collection, programmeId: first, sceneId: first });
}

export function forgetCollection(): void {
  setState(EMPTY);
}

/** Changes it, as one step that can be taken back. */
export function change(how: (collection: SceneCollection) => SceneCollection): void {
  const { collection, past, gesture } = getState();
  if (collection === null) return;
  const changed = how(collection);
  if (changed === collection) return;
  if (gesture !== null) setState({ collection: changed, future: [] });
  else setState({ collection: changed, past: [...past, collection].slice(-MOST_STEPS), future: [] });
  repair();
}

/** Until `endGesture`, changes are parts of one step. */
export function beginGesture(): void {
  setState(({ collection }) => ({ gesture: collection }));
}

export function endGesture(): void {
  const { gesture, collection, past } = getState();
  if (gesture === null) return;
  const moved = gesture !== collection;
  setState({ gesture: null, past: moved ? [...past, gesture].slice(-MOST_STEPS) : past });
}

export function undo(): void {
  endGesture();
  const { collection, past, future } = getState();
  const before = past.at(-1);
  if (before === undefined || collection === null) return;
  setState({ collection: before, past: past.slice(0, -1), future: [collection, ...future] });
  repair();
}

export function redo(): void {
  endGesture();
  const { collection, past, future } = getState();
  const [after] = future;
  if (after === undefined || collection === null) return;
  setState({ collection: after, past: [...past, collection], future: future.slice(1) });
  repair();
}

/** Shows a scene: to viewers at once, or in studio mode only to the creator until `take`. */
export function switchTo(sceneId: string): void {
  const { studioMode } = getState();
  setState({ sceneId, selected: [], ...(studioMode ? {} : { programmeId: sceneId }) });
}

/** Studio mode: what is prepared is shown to viewers, and what they saw is prepared. */
export function take(): void {
  setState(({ sceneId, programmeId }) => ({ programmeId: sceneId, sceneId: programmeId, selected: [] }));
}

export function setStudioMode(on: boolean): void {
  setState(({ programmeId, sceneId }) => ({
    studioMode: on,
    sceneId: on ? sceneId : programmeId,
    selected: [],
  }));
}

export function select(ids: readonly string[]): void {
  setState({ selected: ids });
}

/** What is picked once this one is added to it, or taken out of it. */
export function toggled(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

/** Keeps layers for `paste`, here or in another scene. */
export function keepCopied(copied: Copied): void {
  setState({ copied });
}

export function setCanvas(canvas: CanvasName): void {
  setState({ canvas, selected: [] });
}

/** What is shown and selected exists. */
function repair(): void {
  const { collection, programmeId, sceneId, selected, canvas } = getState();
  if (collection === null) return;
  const first = collection.scenes[0]?.id ?? '';
  const known = (id: string) => (collection.scenes.some((scene) => scene.id === id) ? id : first);
  const shown = known(sceneId);
  const layers = collection.scenes.find(({ id }) => id === shown)?.[canvas] ?? [];
  const still = selected.filter((id) => layers.some((layer) => layer.id === id));
  setState({
    programmeId: known(programmeId),
    sceneId: shown,
    selected: still.length === selected.length ? selected : still,
  });
}
