import type { StudioInput } from '@neustream/shared/studio/inputs.ts';
import {
  CANVASES,
  type CanvasName,
  type Layer,
  type SceneCollection,
} from '@neustream/shared/studio/scenes.ts';
import { copiesOf, placeAbove } from './groups.ts';
import { layersOf, type Place, withLayers } from './layers.ts';

/** Layers that were copied, with the inputs that they show: those may be gone by the time they are pasted. */
export interface Copied {
  sceneId: string;
  canvas: CanvasName;
  layers: readonly Layer[];
  inputs: readonly StudioInput[];
}

/** To the side of what was copied where both are in the same picture, in pixels of the canvas. */
const ASIDE = 40;

export function copyLayers(collection: SceneCollection, place: Place, ids: readonly string[]): Copied {
  const layers = layersOf(collection, place).filter(({ id }) => ids.includes(id));
  const shown = new Set(layers.map(({ inputId }) => inputId));
  const inputs = collection.inputs.filter(({ id }) => shown.has(id));
  return { sceneId: place.sceneId, canvas: place.canvas, layers, inputs };
}

/** Puts copied layers on top, where they were; on the other canvas, where they are in proportion. */
export function pasteLayers(
  collection: SceneCollection,
  place: Place,
  copied: Copied,
): { collection: SceneCollection; ids: string[] } {
  const missing = copied.inputs.filter(({ id }) => !collection.inputs.some((input) => input.id === id));
  const isSame = copied.sceneId === place.sceneId && copied.canvas === place.canvas;
  const aside = isSame ? ASIDE : 0;
  const added = copiesOf(copied.layers).map((layer) => {
    const { x, y, width, height } = onCanvas(layer, copied.canvas, place.canvas);
    return { ...layer, x: x + aside, y: y + aside, width, height, locked: false };
  });
  const withInputs = { ...collection, inputs: [...collection.inputs, ...missing] };
  return {
    collection: withLayers(withInputs, place, (layers) => [...layers, ...added]),
    ids: added.map(({ id }) => id),
  };
}

/** Copies layers right above themselves, a little to the side; the copies show the same inputs. */
export function duplicateLayers(
  collection: SceneCollection,
  place: Place,
  ids: readonly string[],
): { collection: SceneCollection; ids: string[] } {
  const picked = layersOf(collection, place).filter(({ id }) => ids.includes(id));
  const copies = copiesOf(picked).map((layer) => ({
    ...layer,
    x: layer.x + ASIDE,
    y: layer.y + ASIDE,
    locked: false,
  }));
  const changed = withLayers(collection, place, (layers) => {
    const at = placeAbove(layers, ids);
    return [...layers.slice(0, at), ...copies, ...layers.slice(at)];
  });
  return { collection: changed, ids: copies.map(({ id }) => id) };
}

function onCanvas(
  layer: Layer,
  from: CanvasName,
  to: CanvasName,
): Pick<Layer, 'x' | 'y' | 'width' | 'height'> {
  if (from === to) return layer;
  const [before, after] = [CANVASES[from], CANVASES[to]];
  const scale = Math.min(after.width / before.width, after.height / before.height);
  const [width, height] = [Math.max(1, layer.width * scale), Math.max(1, layer.height * scale)];
  const middleX = ((layer.x + layer.width / 2) / before.width) * after.width;
  const middleY = ((layer.y + layer.height / 2) / before.height) * after.height;
  return { x: middleX - width / 2, y: middleY - height / 2, width, height };
}
