import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { Secret } from '@neustream/shared/kernel/secret.ts';

/**
 * The stream key in the form in which the platform checks it without going live; null where the server has no such
 * form, and would take any publish for a broadcast.
 */
export function testKeyOf(
  platform: Pick<Platform, 'testMode'> | undefined,
  host: string,
  streamKey: Secret,
): Secret | null {
  const mode = platform?.testMode ?? null;
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!mode?.domains.some((domain) => name === domain || name.endsWith(`.${domain}`))) return null;
  const key = streamKey.reveal();
  return new Secret(`${key}${key.includes('?') ? '&' : '?'}${mode.keyQuery}`);
}
