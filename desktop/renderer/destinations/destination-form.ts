import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform, PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import type { DestinationView } from '@neustream/shared/destinations/schemas.ts';

/** Stands for an address that the user types, in the list of a platform's servers. */
export const OWN_ADDRESS = 'own';

export interface DestinationValues {
  platform: string;
  name: string;
  /** Address of a known server, or `OWN_ADDRESS`. */
  server: string;
  address: string;
  stream_key: string;
}

export function platformOf(values: Pick<DestinationValues, 'platform'>): Platform {
  return findPlatform(values.platform) ?? (PLATFORMS.at(-1) as Platform);
}

/** What a form for a new destination begins with. */
export function emptyDestination(platform: Platform): DestinationValues {
  return {
    platform: platform.id,
    name: platform.name,
    server: platform.servers[0]?.address ?? OWN_ADDRESS,
    address: '',
    stream_key: '',
  };
}

/** What a form for a saved destination begins with. The key is never known here. */
export function savedDestination(destination: DestinationView): DestinationValues {
  const known = platformOf(destination).servers.some((server) => server.address === destination.rtmp_url);
  return {
    platform: destination.platform,
    name: destination.name,
    server: known ? destination.rtmp_url : OWN_ADDRESS,
    address: known ? '' : destination.rtmp_url,
    stream_key: '',
  };
}

/** Another platform: the server follows it, and the name unless it was typed by hand. */
export function withPlatform(values: DestinationValues, platform: Platform): DestinationValues {
  const named = values.name.trim() !== '' && values.name !== platformOf(values).name;
  const next = emptyDestination(platform);
  return { ...next, name: named ? values.name : next.name, stream_key: values.stream_key };
}

/** The body that the contract wants. An empty key is left out, which keeps the stored one. */
export function destinationBody(values: DestinationValues, isNew: boolean): Record<string, unknown> {
  return {
    ...(isNew ? { platform: values.platform } : {}),
    name: values.name,
    rtmp_url: values.server === OWN_ADDRESS ? values.address : values.server,
    ...(isNew || values.stream_key !== '' ? { stream_key: values.stream_key } : {}),
  };
}
