import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';
import { exportScenes } from './scene-file.ts';

/** Hands the scenes to the person as a file. */
export function saveScenes(collection: SceneCollection): void {
  const url = URL.createObjectURL(exportScenes(collection));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'neustream-scenes.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
