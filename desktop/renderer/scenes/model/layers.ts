import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import {
  CANVASES,
  type CanvasName,
  type Layer,
  layer as layerSchema,
  type Scene,
  type SceneCollection,
} from '@neustream/shared/studio/scenes.ts';
import { dissolveSingles } from './groups.ts';
import { newId } from './ids.ts';

/** How much of a canvas something new may take that has a size of its own. */
const MOST_SHARE = 0.8;

/** Where an operation works: one canvas of one scene. */
export interface Place {
  sceneId: string;
  canvas: CanvasName;
}

/** A layer that shows an input, over the whole canvas unless said otherwise. */
export function newLayer(inputId: string, canvas: CanvasName, at: Partial<Layer> = {}): Layer {
  const { width, height } = CANVASES[canvas];
  return layerSchema.parse({ id: newId(), inputId, x: 0, y: 0, width, height, ...at });
}

/** In the middle of a canvas, as large as it is, but no larger than most of the canvas. */
export function inTheMiddle(
  size: { width: number; height: number },
  canvas: CanvasName,
): Pick<Layer, 'x' | 'y' | 'width' | 'height'> {
  const room = CANVASES[canvas];
  const scale = Math.min(1, (room.width * MOST_SHARE) / size.width, (room.height * MOST_SHARE) / size.height);
  const [width, height] = [Math.max(1, size.width * scale), Math.max(1, size.height * scale)];
  return {
    x: Math.round((room.width - width) / 2),
    y: Math.round((room.height - height) / 2),
    width: Math.round(width),
    height: Math.round(height),
  };
}

export function sceneOf(collection: SceneCollection, sceneId: string): Scene | undefined {
  return collection.scenes.find(({ id }) => id === sceneId);
}

export function layersOf(collection: SceneCollection, { sceneId, canvas }: Place): readonly Layer[] {
  return sceneOf(collection, sceneId)?.[canvas] ?? [];
}

/** Replaces the layers of one canvas of one scene. */
export function withLayers(
  collection: SceneCollection,
  { sceneId, canvas }: Place,
  change: (layers: readonly Layer[]) => readonly Layer[],
): SceneCollection {
  const scenes = collection.scenes.map((scene) =>
    scene.id === sceneId ? { ...scene, [canvas]: [...change(scene[canvas])] } : scene,
  );
  return { ...collection, scenes };
}

/** Changes some layers, by id. A locked one stays as it is, but can be hidden, shown and unlocked. */
export function changeLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
  change: (layer: Layer) => Partial<Layer>,
): SceneCollection {
  return withLayers(collection, place, (layers) =>
    layers.map((layer) => {
      if (!ids.includes(layer.id)) return layer;
      const changed = change(layer);
      const isAllowed =
        !layer.locked || Object.keys(changed).every((key) => key === 'locked' || key === 'hidden');
      return isAllowed ? { ...layer, ...changed } : layer;
    }),
  );
}

export function removeLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
): SceneCollection {
  const without = withLayers(collection, place, (layers) =>
    dissolveSingles(layers.filter(({ id, locked }) => locked || !ids.includes(id))),
  );
  return withoutUnused(without);
}

/** Adds an input with a layer that shows it on top; microphones have no layer. */
export function addInput(
  collection: SceneCollection,
  place: Place,
  input: StudioInput,
  at: Partial<Layer> = {},
): SceneCollection {
  const added = { ...collection, inputs: [...collection.inputs, input] };
  if (input.kind === 'microphone') return added;
  return withLayers(added, place, (layers) => [...layers, newLayer(input.id, place.canvas, at)]);
}

export function changeInput(
  collection: SceneCollection,
  id: string,
  change: (input: StudioInput) => StudioInput,
): SceneCollection {
  return {
    ...collection,
    inputs: collection.inputs.map((input) => (input.id === id ? change(input) : input)),
  };
}

/** Inputs that no scene shows any more go, except microphones, which are heard without being shown. */
export function withoutUnused(collection: SceneCollection): SceneCollection {
  const shown = shownInputs(collection);
  const inputs = collection.inputs.filter(({ id, kind }) => kind === 'microphone' || shown.has(id));
  return inputs.length === collection.inputs.length ? collection : { ...collection, inputs };
}

/** Ids of the inputs that some scene shows. */
export function shownInputs({ scenes }: SceneCollection): Set<string> {
  return new Set(
    scenes.flatMap(({ landscape, portrait }) => [...landscape, ...portrait].map(({ inputId }) => inputId)),
  );
}
