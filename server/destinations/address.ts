import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { validationFailed } from '../infra/http/problem.ts';

/**
 * The server address of a destination: the one given, or the platform's recommended one.
 * @throws Problem 422 for an unknown platform, or one whose address has to be typed in
 */
export function addressFor(platformId: string, given: string | undefined): string {
  const platform = findPlatform(platformId);
  if (!platform) throw validationFailed({ platform: 'Choose one of the platforms.' });
  const address = given ?? platform.servers[0]?.address;
  if (address === undefined)
    throw validationFailed({ rtmp_url: `Paste the server address from ${platform.name}.` });
  return checked(platform, address);
}

function checked(platform: Platform, address: string): string {
  const known = platform.servers.some((server) => server.address === address);
  if (!known && !platform.ownAddress) throw validationFailed({ rtmp_url: 'Choose one of the servers.' });
  const parts = URL.parse(address);
  if (!parts?.hostname || parts.hash !== '') {
    throw validationFailed({ rtmp_url: 'The address begins with rtmp:// or rtmps:// and a server name.' });
  }
  if (parts.username !== '' || parts.password !== '') {
    throw validationFailed({ rtmp_url: 'Leave user name and password out of the address.' });
  }
  return address;
}
