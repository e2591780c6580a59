import type { Platform } from './platform.ts';
import { custom } from './platforms/custom.ts';
import { facebook } from './platforms/facebook.ts';
import { kick } from './platforms/kick.ts';
import { rumble } from './platforms/rumble.ts';
import { twitch } from './platforms/twitch.ts';
import { x } from './platforms/x.ts';
import { youtube } from './platforms/youtube.ts';

/** Every platform, in the order in which screens offer them. */
export const PLATFORMS: readonly Platform[] = [youtube, twitch, facebook, kick, rumble, x, custom];

/** Ids of all platforms. */
export const PLATFORM_IDS: readonly string[] = PLATFORMS.map(({ id }) => id);

/** The platform with this id, or undefined. */
export function findPlatform(id: string): Platform | undefined {
  return PLATFORMS.find((platform) => platform.id === id);
}
