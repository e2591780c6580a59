import type { Scene, SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { copiesOf } from './groups.ts';
import { newId } from './ids.ts';
import { withoutUnused } from './layers.ts';

export function addScene(collection: SceneCollection, scene: Scene): SceneCollection {
  return { ...collection, scenes: [...collection.scenes, scene] };
}

export function emptyScene(name: string): Scene {
  return { id: newId(), name, landscape: [], portrait: [], keys: null };
}

/** The keys that show a scene: its own, or else its number. */
export function sceneKeys({ keys }: Pick<Scene, 'keys'>, index: number): string | null {
  return keys ?? (index < 9 ? String(index + 1) : null);
}

/** A copy that shows the same inputs in the same places. */
export function copyOf(scene: Scene, name: string): Scene {
  return {
    id: newId(),
    name,
    landscape: copiesOf(scene.landscape),
    portrait: copiesOf(scene.portrait),
    keys: null,
  };
}

export function changeScene(
  collection: SceneCollection,
  id: string,
  change: Partial<Omit<Scene, 'id'>>,
): SceneCollection {
  return {
    ...collection,
    scenes: collection.scenes.map((scene) => (scene.id === id ? { ...scene, ...change } : scene)),
  };
}

/** The last scene stays: there is always something to show. */
export function removeScene(collection: SceneCollection, id: string): SceneCollection {
  const scenes = collection.scenes.filter((scene) => scene.id !== id);
  return scenes.length === 0 ? collection : withoutUnused({ ...collection, scenes });
}
