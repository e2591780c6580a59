import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform, PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { addressMistake } from '@neustream/shared/destinations/rtmp-address.ts';
import { type DestinationView, destinationChange } from '@neustream/shared/destinations/schemas.ts';
import { keepsStreamKey } from '@neustream/shared/destinations/stream-key.ts';

/** Stands for an address that the user enters, in the list of a platform's servers. */
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

/** Initial values of a form for a new destination. */
export function emptyDestination(platform: Platform): DestinationValues {
  return {
    platform: platform.id,
    name: platform.name,
    server: platform.servers[0]?.address ?? OWN_ADDRESS,
    address: '',
    stream_key: '',
  };
}

/** Initial values of a form for a saved destination. The key is never known here. */
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

/** Another platform: the server changes with it, and so does the name unless it was entered by hand. */
export function withPlatform(values: DestinationValues, platform: Platform): DestinationValues {
  const named = values.name.trim() !== '' && values.name !== platformOf(values).name;
  const next = emptyDestination(platform);
  return { ...next, name: named ? values.name : next.name, stream_key: values.stream_key };
}

function addressOf({ server, address }: DestinationValues): string {
  return server === OWN_ADDRESS ? address : server;
}

/** The input that a path of the body comes from: an address is either chosen from a list or entered. */
export function inputOf(path: string, { server }: DestinationValues): string {
  if (path !== 'rtmp_url') return path;
  return server === OWN_ADDRESS ? 'address' : 'server';
}

/** Whether somebody has typed something; a mere choice is quickly made again. */
export function isTyped(values: DestinationValues): boolean {
  return values.stream_key !== '' || values.address !== '' || values.name !== platformOf(values).name;
}

/**
 * Whether the stream key has to be entered again, because the stored one was saved for another server. An address that
 * cannot be parsed yet may still become the same server.
 */
export function needsKeyAgain(savedAddress: string, values: DestinationValues): boolean {
  const address = addressOf(values);
  return addressMistake(address) === null && !keepsStreamKey(savedAddress, address);
}

/** The contract's schema of a change, which also requires the key again where the server would refuse to keep it. */
export function changeOf(saved: DestinationView) {
  return destinationChange.superRefine(({ rtmp_url, stream_key }, context) => {
    if (rtmp_url === undefined || stream_key !== undefined || keepsStreamKey(saved.rtmp_url, rtmp_url))
      return;
    context.addIssue({ code: 'custom', path: ['stream_key'], message: 'STREAM_KEY_NEEDED_AGAIN' });
  });
}

/** The body that the contract expects. An empty key is left out, which keeps the stored one. */
export function destinationBody(values: DestinationValues, isNew: boolean): Record<string, unknown> {
  return {
    ...(isNew ? { platform: values.platform } : {}),
    name: values.name,
    rtmp_url: addressOf(values),
    ...(isNew || values.stream_key !== '' ? { stream_key: values.stream_key } : {}),
  };
}
