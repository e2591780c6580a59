import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import { validationFailed } from '../infra/http/problem.ts';

/**
 * The server address of a destination: the one given, or the platform's recommended one.
 * @throws Problem 422 for an unknown platform, or one whose address has to be typed in
 */
export function addressFor(platformId: string, given: string | undefined): string {
  const platform = findPlatform(platformId);
  if (!platform) throw validationFailed({ platform: 'PLATFORM_UNKNOWN' });
  const address = given ?? platform.servers[0]?.address;
  if (address === undefined)
    throw validationFailed({
      rtmp_url: { code: 'RTMP_ADDRESS_MISSING', params: { platform: platform.name } },
    });
  return checked(platform, address);
}

function checked(platform: Platform, address: string): string {
  const known = platform.servers.some((server) => server.address === address);
  if (!known && !platform.ownAddress) throw validationFailed({ rtmp_url: 'RTMP_ADDRESS_UNKNOWN' });
  const parts = URL.parse(address);
  if (!parts?.hostname || parts.hash !== '') {
    throw validationFailed({ rtmp_url: 'RTMP_ADDRESS_INVALID' });
  }
  if (parts.username !== '' || parts.password !== '') {
    throw validationFailed({ rtmp_url: 'RTMP_ADDRESS_HAS_LOGIN' });
  }
  return address;
}
