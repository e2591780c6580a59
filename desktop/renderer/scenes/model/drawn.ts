import type { CanvasName, Layer, SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { layersOf } from './layers.ts';

/** The layers of a scene as they are drawn: what is hidden is left out. */
export function drawnLayers(
  collection: SceneCollection,
  sceneId: string,
  canvas: CanvasName,
): readonly Layer[] {
  return layersOf(collection, { sceneId, canvas }).filter(({ hidden }) => !hidden);
}
