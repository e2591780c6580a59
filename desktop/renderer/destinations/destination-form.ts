import type { FieldCode } from '@neustream/shared/contracts/errors.ts';
import { loginProblem } from '@neustream/shared/destinations/login.ts';
import type { Platform } from '@neustream/shared/destinations/platform.ts';
import { findPlatform, PLATFORMS } from '@neustream/shared/destinations/registry.ts';
import { addressMistake } from '@neustream/shared/destinations/rtmp-address.ts';
import { type DestinationView, destinationChange } from '@neustream/shared/destinations/schemas.ts';
import { keepsStreamKey } from '@neustream/shared/destinations/stream-key.ts';
import type { Form } from '../page/forms/form.ts';

const FIRST_TRACK = '0';

/** Stands for an address that the user enters, in the list of a platform's servers. */
export const OWN_ADDRESS = 'own';

export interface DestinationValues {
  platform: string;
  name: string;
  /** Address of a known server, or `OWN_ADDRESS`. */
  server: string;
  address: string;
  stream_key: string;
  username: string;
  password: string;
  /** Number of the sound track, from 0, or `all`. */
  audio_track: string;
}

/** What the inputs of a destination are given. */
export interface FieldsProps {
  form: Form<DestinationValues>;
  /** The saved destination; null for a new one. */
  saved: DestinationView | null;
}

export interface InputProps {
  form: Form<DestinationValues>;
  values: DestinationValues;
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
    username: '',
    password: '',
    audio_track: FIRST_TRACK,
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
    username: destination.username ?? '',
    password: '',
    audio_track: String(destination.audio_track),
  };
}

/** Another platform: the server changes with it, and so does the name unless it was entered by hand. */
export function withPlatform(values: DestinationValues, platform: Platform): DestinationValues {
  const named = values.name.trim() !== '' && isNamed(values);
  const next = emptyDestination(platform);
  const { stream_key, username, password, audio_track } = values;
  return { ...next, name: named ? values.name : next.name, stream_key, username, password, audio_track };
}

function isNamed(values: DestinationValues): boolean {
  return values.name !== platformOf(values).name;
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
  const { stream_key, address, username, password } = values;
  return [stream_key, address, username, password].some((text) => text !== '') || isNamed(values);
}

/**
 * Whether the stream key has to be entered again, because the stored one was saved for another server. An address that
 * cannot be parsed yet may still become the same server.
 */
export function needsKeyAgain(savedAddress: string, values: DestinationValues): boolean {
  const address = addressOf(values);
  return addressMistake(address) === null && !keepsStreamKey(savedAddress, address);
}

/** The contract's schema of a change, which also requires secrets again where the server would refuse to keep them. */
export function changeOf(saved: DestinationView) {
  return destinationChange.superRefine((wanted, context) => {
    const refuse = (field: string, message: FieldCode) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { rtmp_url, stream_key } = wanted;
    if (rtmp_url !== undefined && stream_key === undefined && !keepsStreamKey(saved.rtmp_url, rtmp_url))
      refuse('stream_key', 'STREAM_KEY_NEEDED_AGAIN');
    const login = loginProblem(saved, wanted);
    if (login) refuse(login.field, login.code);
  });
}

/**
 * The body that the contract expects. An empty key or password is left out, which keeps the stored one, and so is what
 * did not change.
 * @param saved null for a new destination
 */
export function destinationBody(
  values: DestinationValues,
  saved: DestinationView | null,
): Record<string, unknown> {
  const { platform, name, stream_key, username, password, audio_track } = values;
  const login = username.trim() === (saved?.username ?? '') ? {} : { username: username.trim() || null };
  const track = audio_track === 'all' ? audio_track : Number(audio_track);
  return {
    ...(saved === null ? { platform } : {}),
    name,
    rtmp_url: addressOf(values),
    ...(saved === null || stream_key !== '' ? { stream_key } : {}),
    ...login,
    ...(password === '' ? {} : { password }),
    ...(track === (saved?.audio_track ?? 0) ? {} : { audio_track: track }),
  };
}
