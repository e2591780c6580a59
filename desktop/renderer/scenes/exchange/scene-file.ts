import { type SceneCollection, sceneCollection } from '@neustream/shared/studio/scenes.ts';
import { z } from 'zod';
import { type Imported, importObs } from './import-obs.ts';
import { obsFile } from './obs-file.ts';

/** How a file says that it is ours. */
const MARK = 'neustream scenes';

const sceneFile = z.object({ format: z.literal(MARK), collection: sceneCollection });

/** The scenes as a file that other browsers can take. */
export function exportScenes(collection: SceneCollection): Blob {
  return new Blob([JSON.stringify({ format: MARK, collection }, null, 2)], { type: 'application/json' });
}

/** What a file holds: our scenes, or those of OBS Studio; null when it is neither. */
export function readSceneFile(text: string): Imported | null {
  const content = jsonOf(text);
  const ours = sceneFile.safeParse(content);
  if (ours.success) return { collection: ours.data.collection, left: [] };
  const theirs = obsFile.safeParse(content);
  return theirs.success ? importObs(theirs.data) : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
