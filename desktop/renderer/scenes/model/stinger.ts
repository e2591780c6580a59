import { DEFAULT_SOUND, type StudioInput } from '@neustream/shared/studio/inputs.ts';
import type { SceneCollection } from '@neustream/shared/studio/scenes.ts';

/** The film of a stinger, as an input that no scene shows. */
export const STINGER_ID = 'stinger';

/** The film that scenes change beneath; null where they change otherwise. */
export function stingerInput({ transition }: SceneCollection): StudioInput | null {
  const { kind, stinger } = transition;
  if (kind !== 'stinger' || stinger === null) return null;
  const sound = { ...DEFAULT_SOUND, suppression: 'off' as const };
  return { kind: 'media', id: STINGER_ID, name: stinger.name, asset: stinger, loop: false, sound };
}
