import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform } from '@neustream/shared/destinations/registry.ts';
import {
  AddressError,
  parseRtmpAddress,
  type RtmpAddress,
} from '@neustream/shared/destinations/rtmp-address.ts';
import {
  addressProblem,
  type DestinationRules,
  type Lookup,
  mayConnect,
} from '@neustream/shared/node/destinations/rules.ts';
import { validationFailed } from '../infra/http/problem.ts';

/**
 * The server address of a destination: the given one, or the platform's recommended one.
 * @throws Problem 422 for an unknown platform, or one whose address has to be entered
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
  return address;
}

/** What an address is checked with. */
export interface AddressCheck {
  rules: DestinationRules;
  lookup: Lookup;
}

/**
 * Refuses an address that the engine would never connect to, by the engine's own rules, while its owner is still
 * looking at the form. A name that DNS does not know right now is accepted: it may know it tomorrow, and the engine
 * checks again.
 * @throws Problem 422 on `rtmp_url`
 */
export async function requireReachable(address: string, { rules, lookup }: AddressCheck): Promise<void> {
  const parsed = parsedOrRefused(address);
  const problem = addressProblem(parsed, rules);
  if (problem !== null) throw validationFailed({ rtmp_url: problem });
  if (rules.allowPrivate || isIP(parsed.host)) return;
  const addresses = await lookup(parsed.host).catch(() => []);
  if (!mayConnect(addresses, rules)) throw validationFailed({ rtmp_url: 'RTMP_ADDRESS_NOT_PUBLIC' });
}

function parsedOrRefused(address: string): RtmpAddress {
  try {
    return parseRtmpAddress(address);
  } catch (error) {
    if (error instanceof AddressError) throw validationFailed({ rtmp_url: error.field });
    throw error;
  }
}

/**
 * Queries DNS without the system's resolver, whose few threads are also needed to hash passwords. The deadline is
 * short, because somebody is waiting for the form to close.
 */
export async function lookUp(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
